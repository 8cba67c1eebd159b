using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>What <c>UseRedis</c> makes.</summary>
internal sealed class RedisStores : SharedStores
{
    private readonly RedisOptions _options;
    private readonly bool _isOwner;
    private readonly Lazy<IConnectionMultiplexer> _connection;
    private readonly Lazy<RedisReplayStore> _replay;
    private readonly RedisHealth _health;

    public RedisStores(Func<IConnectionMultiplexer> connect, bool isOwner, RedisOptions options, IServiceProvider services)
        : base("redis", options, services)
    {
        _options = options;
        _isOwner = isOwner;
        _connection = new(connect);
        _replay = new(() => new RedisReplayStore(_connection.Value, _options));
        _health = new RedisHealth(() => _connection.Value, () => _replay.Value, options);
    }

    protected override bool CachesOtherCredentials => _options.CacheCredentials;

    protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => _health.FindAsync();

    protected override IReplayStore CreateReplayStore() => _replay.Value;

    protected override ITokenBucketStore CreateTokenBuckets() => new RedisTokenBuckets(_connection.Value, _options);

    protected override KeyChanges CreateKeyChanges() => new RedisKeyChanges(_connection.Value, _options, Logger);

    protected override ITokenBucketStore ToBuckets(ITokenBucketStore guarded) =>
        _options.LeaseSize > 1 ? new LeasedTokenBuckets(guarded, _options.LeaseSize, _options.LeaseTime, _options.TimeProvider) : guarded;

    protected override ValueTask DisposeOwnAsync()
    {
        if (_replay.IsValueCreated)
        {
            _replay.Value.Dispose();
        }

        return _isOwner && _connection.IsValueCreated ? _connection.Value.DisposeAsync() : default;
    }
}
