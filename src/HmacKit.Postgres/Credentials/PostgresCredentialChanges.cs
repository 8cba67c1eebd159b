using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// Listens to what the database says of changed credentials, and makes caches forget them: a key that was revoked on one
/// machine, or by hand in the database, is dead everywhere at once. It keeps one connection for itself.
/// </summary>
/// <remarks>
/// When the connection is lost, and again when there is a new one, the caches forget everything, since changes may have been missed.
/// A connection that is cut without a word is noticed after <see cref="ProbeInterval"/> and <see cref="ProbeTimeout"/>.
/// </remarks>
public sealed class PostgresCredentialChanges : IAsyncDisposable
{
    /// <summary>How long the connection may be silent before it is asked whether it is alive: 500 ms.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the answer may take: 1 s.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _dataSource;
    private readonly SchemaName _schema;
    private readonly Action<string> _forget;
    private readonly Action _forgetAll;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private volatile bool _isListening;

    /// <summary>Begins to listen, for a cache of credentials.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with this.</param>
    /// <param name="cache">What has to forget.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that the connection was lost; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting isn't as it should be.</exception>
    public PostgresCredentialChanges(NpgsqlDataSource dataSource, CachedCredentialStore cache, PostgresOptions? options = null, ILogger<PostgresCredentialChanges>? logger = null)
        : this(dataSource, (cache ?? throw new ArgumentNullException(nameof(cache))).Invalidate, cache.InvalidateAll, options, logger)
    {
    }

    /// <summary>Begins to listen, for a cache of key rings.</summary>
    /// <inheritdoc cref="PostgresCredentialChanges(NpgsqlDataSource, CachedCredentialStore, PostgresOptions?, ILogger{PostgresCredentialChanges}?)"/>
    public PostgresCredentialChanges(NpgsqlDataSource dataSource, CachedKeySource cache, PostgresOptions? options = null, ILogger<PostgresCredentialChanges>? logger = null)
        : this(dataSource, (cache ?? throw new ArgumentNullException(nameof(cache))).Invalidate, cache.InvalidateAll, options, logger)
    {
    }

    private PostgresCredentialChanges(NpgsqlDataSource dataSource, Action<string> forget, Action forgetAll, PostgresOptions? options, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
        _schema = new SchemaName((options ?? new PostgresOptions()).Schema);
        _forget = forget;
        _forgetAll = forgetAll;
        _logger = logger ?? NullLogger.Instance;
        _listening = Task.Run(RunAsync);
    }

    /// <summary>Whether there is a connection that listens at the moment.</summary>
    public bool IsListening => _isListening;

    /// <summary>Stops listening, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        bool isLogged = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                bool wasListening = _isListening;
                _isListening = false;
                _forgetAll();
                if (wasListening || !isLogged)
                {
                    // Once, and not for each attempt to connect again.
                    Log.ListenerLost(_logger, exception, _schema.Name);
                    isLogged = true;
                }

                await Task.Delay(RetryInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // It stops, and whatever the connection had to say about that is nobody's concern.
                break;
            }
        }

        _isListening = false;
    }

    private async Task ListenAsync()
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
        connection.Notification += (_, notification) => Forget(notification.Payload);
        await using (NpgsqlCommand listen = connection.CreateCommand())
        {
            listen.CommandText = $"LISTEN {_schema.Channel}";
            await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        }

        // From here on nothing is missed; what was looked up before may be outdated.
        _forgetAll();
        _isListening = true;
        Log.Listening(_logger, _schema.Name);
        while (true)
        {
            if (!await connection.WaitAsync(ProbeInterval, _stop.Token).ConfigureAwait(false))
            {
                await ProbeAsync(connection).ConfigureAwait(false);
            }
        }
    }

    private async Task ProbeAsync(NpgsqlConnection connection)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        timeout.CancelAfter(ProbeTimeout);
        await using NpgsqlCommand probe = connection.CreateCommand();
        probe.CommandText = "SELECT";
        await probe.ExecuteNonQueryAsync(timeout.Token).ConfigureAwait(false);
    }

    private void Forget(string keyId)
    {
        if (keyId.Length == 0)
        {
            _forgetAll();
        }
        else
        {
            _forget(keyId);
        }
    }
}
