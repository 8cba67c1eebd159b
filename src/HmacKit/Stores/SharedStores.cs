using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// What a package keeps in one server or file, and all that is the same for each of them: the guard against outages, the caches of claims and
/// of credentials that changes elsewhere reach, the health check, and the check at start-up. Derive from it for a store of your own, and register that with
/// <see cref="HmacKitBuilder.UseStores{TOptions, TStores}"/>.
/// </summary>
/// <remarks>
/// Each part is made once, when it is first asked for. As a health check it does what the stores do; a fault that won't go away by itself
/// stops the host when it starts, and a store that is away doesn't.
/// </remarks>
public abstract class SharedStores : IHealthCheck, IAsyncDisposable, IDisposable
{
    // A server may be making the schema.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly StoreOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<IReplayStore> _claims;
    private readonly Lazy<GuardedReplayStore> _guarded;
    private readonly Lazy<IReplayStore> _replay;
    private readonly Lazy<ITokenBucketStore> _buckets;
    private readonly Lazy<KeyChanges> _changes;
    private readonly Lazy<CredentialStore> _credentials;
    private Task _preparing = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Stores that nobody has asked for yet.</summary>
    /// <param name="name">What they are called in logs, metrics and health checks, such as <c>redis</c>.</param>
    /// <param name="options">The settings.</param>
    /// <param name="services">The application's services.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    protected SharedStores(string name, StoreOptions options, IServiceProvider services)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        options.ThrowIfInvalid();
        Name = name;
        _options = options;
        Logger = services.GetService<ILoggerFactory>()?.CreateLogger($"{Log.Category}.{name}") ?? NullLogger.Instance;
        _claims = new(CreateReplayStore);
        _guarded = new(() => new GuardedReplayStore(_claims.Value, name, options.Outages, options.TimeProvider, Logger));
        _replay = new(() => new CachedReplayStore(_guarded.Value, options.ReplayCacheCapacity, options.TimeProvider));
        _buckets = new(() => ToBuckets(new GuardedTokenBucketStore(CreateTokenBuckets(), name, options.Outages, options.TimeProvider, Logger)));
        _changes = new(CreateKeyChanges);
        _credentials = new(() => Cache(CreateCredentialStore()));
    }

    /// <summary>What the stores are called in logs, metrics and health checks.</summary>
    public string Name { get; }

    /// <summary>Tells of changes of keys on other machines.</summary>
    public KeyChanges KeyChanges => _changes.Value;

    /// <summary>Where it is logged what becomes of the stores.</summary>
    protected internal ILogger Logger { get; }

    /// <summary>Whether the cache of credentials is put in front of another store, which keeps them but hears of no changes. False by default.</summary>
    protected virtual bool CachesOtherCredentials => false;

    internal StoreRoles Keeps => _options.Keeps;

    internal bool IsCache => CachesOtherCredentials;

    internal IReplayStore Replay => _replay.Value;

    internal ITokenBucketStore Buckets => _buckets.Value;

    internal CredentialStore Credentials => _credentials.Value;

    /// <summary>Finds out how the stores are. A failure is an answer, not an exception.</summary>
    /// <param name="context">How an unhealthy store counts.</param>
    /// <param name="cancellationToken">Ends the check; only that throws.</param>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        (HealthCheckResult found, _) = await FindHealthAsync(cancellationToken).ConfigureAwait(false);
        return found.Status == HealthStatus.Unhealthy ? new(context.Registration.FailureStatus, found.Description) : found;
    }

    /// <summary>Stops what runs in the background, and gives back what was made.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _preparing.ConfigureAwait(false);
        _stop.Dispose();
        if (_changes.IsValueCreated)
        {
            await _changes.Value.DisposeAsync().ConfigureAwait(false);
        }

        if (_claims is { IsValueCreated: true, Value: IAsyncDisposable claims })
        {
            await claims.DisposeAsync().ConfigureAwait(false);
        }

        await DisposeOwnAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>A cache in front of a store, which is never there without somebody who keeps it right.</summary>
    internal CachedCredentialStore Cache(CredentialStore store)
    {
        var cache = new CachedCredentialStore(KeyChanges.Announcing(store), _options.CredentialCache);
        KeyChanges.Watch(cache);
        return cache;
    }

    /// <summary>Checks the stores when the host starts. Logs what it finds, and gives what has to stop the host.</summary>
    internal string? FindFault()
    {
        // Options are validated synchronously, and the check has a time limit of its own.
        (HealthCheckResult found, bool isFault) = Task.Run(() => FindHealthAsync(_stop.Token)).GetAwaiter().GetResult();
        if (isFault)
        {
            return found.Description;
        }

        switch (found.Status)
        {
            case HealthStatus.Healthy:
                Log.StoreStartedHealthy(Logger, Name);
                break;
            case HealthStatus.Degraded:
                Log.StoreStartedDegraded(Logger, Name, found.Description);
                break;
            default:
                Log.StoreStartedUnhealthy(Logger, Name, found.Description);
                _preparing = Task.Run(PrepareLaterAsync);
                break;
        }

        return null;
    }

    /// <summary>
    /// Does what the stores do, makes ready what isn't, and reads from the server whether it keeps what it is given. What is wrong is said with the setting
    /// that puts it right, and never with a secret or a connection string.
    /// </summary>
    /// <param name="cancellationToken">Ends the check, after 10 seconds too.</param>
    /// <exception cref="InvalidOperationException">A fault that won't go away by itself. It stops a host that starts.</exception>
    protected abstract Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Makes the replay memory, for <see cref="StoreRoles.Replay"/>. One that is <see cref="IAsyncDisposable"/> is disposed of with the stores.</summary>
    protected virtual IReplayStore CreateReplayStore() => throw new NotSupportedException($"'{Name}' keeps no replay memory.");

    /// <summary>Makes the token buckets, for <see cref="StoreRoles.Limits"/>.</summary>
    protected virtual ITokenBucketStore CreateTokenBuckets() => throw new NotSupportedException($"'{Name}' keeps no token buckets.");

    /// <summary>Makes the store of credentials, for <see cref="StoreRoles.Credentials"/>.</summary>
    protected virtual CredentialStore CreateCredentialStore() => throw new NotSupportedException($"'{Name}' keeps no credentials.");

    /// <summary>Makes what tells of changes of keys.</summary>
    protected virtual KeyChanges CreateKeyChanges() => throw new NotSupportedException($"'{Name}' tells of no changes of keys.");

    /// <summary>What the application gets of the guarded token buckets: by default these.</summary>
    /// <param name="guarded">The buckets behind the guard.</param>
    protected virtual ITokenBucketStore ToBuckets(ITokenBucketStore guarded) => guarded;

    /// <summary>Gives back what the derived class has made for its stores, such as connections; they are disposed of by then.</summary>
    protected virtual ValueTask DisposeOwnAsync() => default;

    private async Task<(HealthCheckResult Found, bool IsFault)> FindHealthAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            HealthCheckResult found = await CheckAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
            return (found.Status == HealthStatus.Healthy ? AsUsed() : found, false);
        }
        catch (InvalidOperationException exception)
        {
            return (HealthCheckResult.Unhealthy(exception.Message), true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (HealthCheckResult.Unhealthy($"'{Name}' doesn't answer within {Patience.TotalSeconds} s. Check host and port of the connection string, and the server's load."), false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (HealthCheckResult.Unhealthy($"'{Name}' can't be asked ({exception.GetType().Name}: {exception.Message})"), false);
        }
    }

    /// <summary>The server is well; whether this process uses it again is another matter.</summary>
    private HealthCheckResult AsUsed() =>
        _changes is { IsValueCreated: true, Value.IsListening: false }
            ? HealthCheckResult.Degraded($"Changes of keys aren't heard at the moment. A key that another machine revokes may live for up to {_options.CredentialCache.Lifetime}.")
        : _guarded.IsValueCreated && _guarded.Value.State != StoreState.Available
            ? HealthCheckResult.Degraded($"'{Name}' is back, and will be used again within {_options.Outages.BreakDuration}.")
        : HealthCheckResult.Healthy();

    /// <summary>Goes on trying until the server is there: a host that started without it needs what the check makes ready.</summary>
    private async Task PrepareLaterAsync()
    {
        try
        {
            while ((await FindHealthAsync(_stop.Token).ConfigureAwait(false)).Found.Status == HealthStatus.Unhealthy)
            {
                await Task.Delay(RetryInterval, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
