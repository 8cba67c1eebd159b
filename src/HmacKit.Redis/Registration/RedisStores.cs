using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>What <c>UseRedis</c> makes, each once and when it is first asked for.</summary>
internal sealed class RedisStores : IDisposable
{
    private readonly ILogger _logger;
    private readonly ConfigurationOptions? _configuration;
    private readonly Lazy<IConnectionMultiplexer> _connection;
    private readonly Lazy<RedisReplayStore> _redisReplay;
    private readonly Lazy<GuardedReplayStore> _guardedReplay;
    private readonly Lazy<IReplayStore> _replay;
    private readonly Lazy<ITokenBucketStore> _buckets;
    private readonly Lazy<RedisKeyChanges> _keyChanges;

    public RedisStores(IConnectionMultiplexer? connection, ConfigurationOptions? configuration, Action<RedisOptions>? configure, IServiceProvider services)
    {
        Options = new RedisOptions { TimeProvider = services.GetRequiredService<TimeProvider>() };
        configure?.Invoke(Options);
        Options.ThrowIfInvalid();
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        _configuration = configuration;
        _connection = new(() => connection ?? Connect());
        _redisReplay = new(() => new RedisReplayStore(_connection.Value, Options));
        _guardedReplay = new(() => new GuardedReplayStore(_redisReplay.Value, "redis", Options.Outages, Options.TimeProvider, _logger));
        _replay = new(() => new NearReplayStore(_guardedReplay.Value, Options.NearCapacity, Options.TimeProvider));
        _buckets = new(MakeBuckets);
        _keyChanges = new(() => new RedisKeyChanges(_connection.Value, Options, _logger));
        Health = new RedisHealthCheck(() => _connection.Value, () => _redisReplay.Value, () => _guardedReplay.Value.State, Options);
    }

    public RedisOptions Options { get; }

    public ILogger Logger => _logger;

    public IReplayStore Replay => _replay.Value;

    public ITokenBucketStore Buckets => _buckets.Value;

    public RedisKeyChanges KeyChanges => _keyChanges.Value;

    public StoreHealthCheck Health { get; }

    /// <summary>A cache in front of a store, which all machines keep right.</summary>
    public CredentialStore Cache(CredentialStore store)
    {
        var cache = new CachedCredentialStore(KeyChanges.Announcing(store), Options.CredentialCache);
        _ = KeyChanges.WatchAsync(cache);
        return cache;
    }

    public void Dispose()
    {
        if (_keyChanges.IsValueCreated)
        {
            _keyChanges.Value.Dispose();
        }

        if (_redisReplay.IsValueCreated)
        {
            _redisReplay.Value.Dispose();
        }

        if (_configuration is not null && _connection.IsValueCreated)
        {
            ((IDisposable)_connection.Value).Dispose();
        }
    }

    private ITokenBucketStore MakeBuckets()
    {
        var guarded = new GuardedTokenBucketStore(new RedisTokenBuckets(_connection.Value, Options), "redis", Options.Outages, Options.TimeProvider, _logger);
        return Options.LeaseSize > 1 ? new LeasedTokenBuckets(guarded, Options.LeaseSize, Options.LeaseTime, Options.TimeProvider) : guarded;
    }

    private ConnectionMultiplexer Connect()
    {
        return ConnectionMultiplexer.Connect(_configuration!);
    }
}
