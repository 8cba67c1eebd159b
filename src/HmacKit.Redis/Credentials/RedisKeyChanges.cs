using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>Tells all machines over a Redis channel that a key has changed, so that they forget what they remember of it.</summary>
/// <remarks>
/// What is said while a machine isn't connected it can't hear. So as long as it isn't, it forgets everything once a second,
/// and once more when it is connected again. What couldn't be said is made good then: all machines forget everything.
/// </remarks>
public sealed class RedisKeyChanges : KeyChanges
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly IConnectionMultiplexer _connection;
    private readonly ISubscriber _subscriber;
    private readonly RedisChannel _channel;
    private readonly TimeProvider _time;
    private readonly ILogger? _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _isSubscribed;
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
        : base("redis", logger)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new RedisOptions();
        options.ThrowIfInvalid();
        _connection = connection;
        _subscriber = connection.GetSubscriber();
        _channel = RedisChannel.Literal(options.KeyPrefix + "keys");
        _time = options.TimeProvider;
        _logger = logger;
        _timer = _time.CreateTimer(static changes => _ = ((RedisKeyChanges)changes!).TickAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        connection.ConnectionFailed += OnFailed;
    }

    /// <inheritdoc/>
    /// <remarks>If they can't be told now, they are told to forget everything once Redis is back.</remarks>
    public override async ValueTask AnnounceAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
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

            if (_logger is not null)
            {
                Log.ChangeNotAnnounced(_logger, exception);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    protected override void Start()
    {
        _isSubscribed = true;
        _ = SubscribeAsync();
    }

    /// <inheritdoc/>
    protected override async ValueTask StopAsync()
    {
        _connection.ConnectionFailed -= OnFailed;
        await _timer.DisposeAsync().ConfigureAwait(false);
        if (_isSubscribed)
        {
            await _subscriber.UnsubscribeAsync(_channel, OnMessage, CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private async Task SubscribeAsync()
    {
        try
        {
            await _subscriber.SubscribeAsync(_channel, OnMessage).WaitAsync(Second, _time).ConfigureAwait(false);
            OnListening();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The client subscribes by itself once it is connected.
            BecomeDeaf(exception);
        }
    }

    private void OnMessage(RedisChannel channel, RedisValue message) => OnChanged(message);

    private void OnFailed(object? sender, ConnectionFailedEventArgs change)
    {
        if (change.ConnectionType == ConnectionType.Subscription && _isSubscribed)
        {
            BecomeDeaf(change.Exception);
        }
    }

    private void BecomeDeaf(Exception? exception)
    {
        lock (_gate)
        {
            _lost++;
            Tick();
        }

        OnDeaf(exception);
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
        OnChanged(null);
        bool wasDeaf = lost != _recovered;
        bool isHearing = !wasDeaf || await TryAsync(_subscriber.PingAsync).ConfigureAwait(false);
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

        if (wasDeaf && isHearing)
        {
            OnListening();
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
