using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>What <c>UsePostgres</c> makes, each once and when it is first asked for.</summary>
internal sealed class PostgresStores : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<NpgsqlDataSource> _dataSource;
    private readonly bool _isOwner;
    private readonly ILoggerFactory _loggers;
    private readonly Lazy<PostgresReplayStore> _postgresReplay;
    private readonly Lazy<GuardedReplayStore> _guardedReplay;
    private readonly Lazy<IReplayStore> _replay;
    private readonly Lazy<CachedCredentialStore> _credentials;
    private readonly Lazy<PostgresCredentialChanges> _changes;
    private Task _preparing = Task.CompletedTask;

    public PostgresStores(Func<NpgsqlDataSource> dataSource, bool isOwner, Action<PostgresOptions>? configure, IServiceProvider services)
    {
        Options = new PostgresOptions { TimeProvider = services.GetRequiredService<TimeProvider>() };
        configure?.Invoke(Options);
        Schema = new SchemaName(Options.Schema);
        _isOwner = isOwner;
        _loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        Logger = _loggers.CreateLogger(Log.Category);
        _dataSource = new(dataSource);
        _postgresReplay = new(() => new PostgresReplayStore(DataSource, Options, _loggers.CreateLogger<PostgresReplayStore>()));
        _guardedReplay = new(() => new GuardedReplayStore(_postgresReplay.Value, "postgres", Options.Outages, Options.TimeProvider, Logger));
        _replay = new(() => new NearReplayStore(_guardedReplay.Value, Options.NearCapacity, Options.TimeProvider));
        _credentials = new(() => new CachedCredentialStore(new PostgresCredentialStore(DataSource, Options), Options.CredentialCache));
        _changes = new(() => new PostgresCredentialChanges(DataSource, _credentials.Value, Options, _loggers.CreateLogger<PostgresCredentialChanges>()));
        Health = new PostgresHealthCheck(this);
    }

    public PostgresOptions Options { get; }

    public SchemaName Schema { get; }

    public ILogger Logger { get; }

    public NpgsqlDataSource DataSource => _dataSource.Value;

    public IReplayStore Replay => _replay.Value;

    public CredentialStore Credentials
    {
        get
        {
            // The cache is never there without somebody who keeps it right.
            _ = _changes.Value;
            return _credentials.Value;
        }
    }

    public StoreHealthCheck Health { get; }

    /// <summary>How the guard has found the server.</summary>
    public StoreState State => _guardedReplay.IsValueCreated ? _guardedReplay.Value.State : StoreState.Available;

    /// <summary>Whether changes of credentials are heard; true if nobody has asked for credentials.</summary>
    public bool IsListening => !_changes.IsValueCreated || _changes.Value.IsListening;

    /// <summary>Makes the schema if that is wanted.</summary>
    /// <exception cref="InvalidOperationException">The schema isn't there, is of a newer version, or the role hasn't the rights.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (Options.MigrateAtStart)
        {
            await PostgresSchema.MigrateCoreAsync(DataSource, Schema, cancellationToken).ConfigureAwait(false);
        }
        else if (await PostgresSchema.ReadVersionAsync(DataSource, Schema, cancellationToken).ConfigureAwait(false) is var version and not PostgresSchema.Version)
        {
            throw new InvalidOperationException(
                $"The schema '{Schema}' is of version {version} (0 means that there is none), and this package works with version {PostgresSchema.Version}. Run what PostgresSchema.GetSql(\"{Schema}\") gives, or set {nameof(PostgresOptions)}.{nameof(PostgresOptions.MigrateAtStart)} to true.");
        }
    }

    /// <summary>Goes on trying until the server is there: a host that started without it needs the schema too.</summary>
    public void PrepareLater()
    {
        if (_preparing.IsCompleted)
        {
            _preparing = Task.Run(TryAsync);
        }

        async Task TryAsync()
        {
            try
            {
                await UntilHealthyAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The host stops.
            }
        }

        async Task UntilHealthyAsync()
        {
            while ((await Health.CheckAsync(_stop.Token).ConfigureAwait(false)).Status == StoreHealthStatus.Unhealthy)
            {
                await Task.Delay(RetryInterval, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _preparing.ConfigureAwait(false);
        _stop.Dispose();
        if (_changes.IsValueCreated)
        {
            await _changes.Value.DisposeAsync().ConfigureAwait(false);
        }

        if (_postgresReplay.IsValueCreated)
        {
            await _postgresReplay.Value.DisposeAsync().ConfigureAwait(false);
        }

        if (_isOwner && _dataSource.IsValueCreated)
        {
            await _dataSource.Value.DisposeAsync().ConfigureAwait(false);
        }
    }
}
