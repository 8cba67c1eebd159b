using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Token buckets that all machines share. A call is one script in Redis, by the server's clock: it takes the tokens under all
/// limits or under none, and counts exactly, in integers. A bucket is gone once it is full again. Safe to share between threads.
/// </summary>
/// <remarks>
/// <para>
/// A server's clock that is set back gives nothing extra, and makes nobody wait for longer than an empty bucket does; one that
/// jumps ahead fills the buckets and no more. What Redis loses leaves callers with full buckets.
/// </para>
/// <para>
/// What the client library throws is thrown; <c>UseRedis</c> puts a time limit and a circuit breaker around it, and makes
/// <see cref="LimitStatus.Unavailable"/> of it.
/// </para>
/// </remarks>
public sealed class RedisTokenBuckets : ITokenBucketStore
{
    private readonly IDatabase _database;
    private readonly BucketKeys _keys;
    private readonly TimeProvider? _serverTime;
    private readonly ConditionalWeakTable<BucketLimits, BucketScript> _scripts = [];

    /// <summary>Buckets on a connection of yours.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public RedisTokenBuckets(IConnectionMultiplexer connection, RedisOptions? options = null)
        : this(connection, options, serverTime: null)
    {
    }

    /// <summary>Buckets whose script is told the time, for tests with a clock that is set by hand.</summary>
    internal RedisTokenBuckets(IConnectionMultiplexer connection, RedisOptions? options, TimeProvider? serverTime)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new RedisOptions();
        options.ThrowIfInvalid();
        _database = connection.GetDatabase(options.Database);
        _keys = new BucketKeys(options.KeyPrefix);
        _serverTime = serverTime;
    }

    /// <inheritdoc/>
    /// <remarks><see cref="LimitStatus.StoreFull"/> if Redis has reached its <c>maxmemory</c> and evicts nothing.</remarks>
    public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        cancellationToken.ThrowIfCancellationRequested();
        BucketScript script = _scripts.GetValue(limits, static limits => new BucketScript(limits));
        long? time = _serverTime is null ? null : (_serverTime.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return script.TakeAsync(_database, _keys, caller, tokens, time);
    }
}
