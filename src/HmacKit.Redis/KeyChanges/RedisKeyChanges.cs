using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Tells all machines over a Redis channel that a key has changed, so that they forget what they remember of it: a key that is
/// revoked on one is refused on all of them at once, and not when <see cref="KeyCacheOptions.Lifetime"/> is over.
/// </summary>
/// <remarks>
/// What is said while a machine isn't connected it can't hear. So as long as it isn't, it forgets everything once a second,
/// and once more when it is connected again. What couldn't be said is made good then: all machines forget everything.
/// </remarks>
public sealed class RedisKeyChanges : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly IConnectionMultiplexer _connection;
    private readonly ISubscriber _subscriber;
    private readonly RedisChannel _channel;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private (Action<string> One, Action All)[] _caches = [];
    private Task? _subscription;
    private bool _isTicking;

    // How often the connection was lost, and how many of these losses are behind us; and the same for what couldn't be said.
    private int _lost;
    private int _recovered;
    private int _unsaid;
    private int _said;

    /// <summary>Changes over a connection of yours.</summary>
    /// <param name="connection">The connection, which isn't disposed with this.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where failures are logged; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public RedisKeyChanges(IConnectionMultiplexer connection, RedisOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new RedisOptions();
        options.ThrowIfInvalid();
        _connection = connection;
        _subscriber = connection.GetSubscriber();
        _channel = RedisChannel.Literal(options.KeyPrefix + "keys");
        _time = options.TimeProvider;
        _logger = logger ?? NullLogger.Instance;
        _timer = _time.CreateTimer(static changes => _ = ((RedisKeyChanges)changes!).TickAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        connection.ConnectionFailed += OnFailed;
    }

    /// <summary>Has a cache forget a key whenever any machine announces that it has changed. Complete once changes are heard.</summary>
    /// <param name="cache">The cache.</param>
    public Task WatchAsync(CachedKeySource cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return WatchAsync(cache.Invalidate, cache.InvalidateAll);
    }

    /// <summary>Has a cache forget a credential whenever any machine announces that it has changed. Complete once changes are heard.</summary>
    /// <param name="cache">The cache.</param>
    public Task WatchAsync(CachedCredentialStore cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return WatchAsync(cache.Invalidate, cache.InvalidateAll);
    }

    /// <summary>A store that announces what is changed through it.</summary>
    /// <param name="store">The store with the credentials.</param>
    public CredentialStore Announcing(CredentialStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new AnnouncingCredentialStore(store, this);
    }

    /// <summary>Tells all machines that a key has changed. If they can't be told now, they are told to forget everything once Redis is back.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public ValueTask AnnounceAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        return PublishAsync(keyId, cancellationToken);
    }

    /// <summary>Stops listening. The connection stays open.</summary>
    public void Dispose()
    {
        _connection.ConnectionFailed -= OnFailed;
        _timer.Dispose();
        if (_subscription is not null)
        {
            _subscriber.UnsubscribeAsync(_channel, OnMessage, CommandFlags.FireAndForget);
        }
    }

    private Task WatchAsync(Action<string> one, Action all)
    {
        lock (_gate)
        {
            _caches = [.. _caches, (one, all)];
            return _subscription ??= SubscribeAsync();
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            await _subscriber.SubscribeAsync(_channel, OnMessage).WaitAsync(Second, _time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client subscribes by itself once it is connected.
            BecomeDeaf();
        }
    }

    private async ValueTask PublishAsync(string keyId, CancellationToken cancellationToken)
    {
        try
        {
            await _subscriber.PublishAsync(_channel, keyId).WaitAsync(Second, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _unsaid++;
                Tick();
            }

            Log.ChangeNotAnnounced(_logger, exception);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void OnMessage(RedisChannel channel, RedisValue message)
    {
        string? keyId = message;
        if (string.IsNullOrEmpty(keyId))
        {
            ForgetAll();
            return;
        }

        foreach ((Action<string> one, _) in _caches)
        {
            one(keyId);
        }
    }

    private void ForgetAll()
    {
        foreach ((_, Action all) in _caches)
        {
            all();
        }
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs change)
    {
        if (change.ConnectionType == ConnectionType.Subscription && _caches.Length > 0)
        {
            BecomeDeaf();
        }
    }

    private void BecomeDeaf()
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _lost == _recovered;
            _lost++;
            Tick();
        }

        if (isNew)
        {
            Log.ChangesNotHeard(_logger);
        }
    }

    /// <summary>Sets the clock going: as long as something is missed or owed, once a second.</summary>
    private void Tick()
    {
        if (!_isTicking)
        {
            _isTicking = true;
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task TickAsync()
    {
        int lost = Volatile.Read(ref _lost);
        int unsaid = Volatile.Read(ref _unsaid);
        ForgetAll();
        bool isHearing = lost == _recovered || await TryAsync(_subscriber.PingAsync).ConfigureAwait(false);
        bool isSaid = unsaid == _said || await TryAsync(flags => _subscriber.PublishAsync(_channel, RedisValue.EmptyString, flags)).ConfigureAwait(false);
        lock (_gate)
        {
            // Once more a second after changes are heard again: the client may have subscribed after it had answered.
            _isTicking = _lost != _recovered || _unsaid != _said;
            _recovered = isHearing ? lost : _recovered;
            _said = isSaid ? unsaid : _said;
            if (_isTicking)
            {
                _timer.Change(Second, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task<bool> TryAsync<T>(Func<CommandFlags, Task<T>> ask)
    {
        try
        {
            await ask(CommandFlags.None).WaitAsync(Second, _time).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }
}
