using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// A replay memory that all machines share: one <c>SET key value NX PX life</c> a claim, so of any number of equal claims,
/// on however many machines, exactly one is added. Safe to share between threads.
/// </summary>
/// <remarks>
/// <para>
/// An entry lives until the claim expires by this machine's clock, and <see cref="RedisOptions.MaxClockDifference"/> longer:
/// so long may a verifier whose clock is slow still accept the request.
/// </para>
/// <para>
/// Redis may lose what it held: when it restarts, when a replica takes over, when it is flushed. From then on
/// <see cref="ReplayOutcome.TooEarly"/> is the answer to every claim that was signed before, and for
/// <see cref="RedisOptions.MaxClockDifference"/> after that, for the clients whose clocks are fast
/// (<see cref="RedisOptions.GuardRestarts"/>).
/// </para>
/// <para>
/// What the client library throws is thrown. A verifier makes <see cref="VerificationStatus.ReplayStoreUnavailable"/> of it;
/// <c>UseRedis</c> also puts a time limit and a circuit breaker around it, which this class alone doesn't have.
/// </para>
/// </remarks>
public sealed class RedisReplayStore : IReplayStore, IDisposable
{
    // The client counts the life in whole milliseconds, and cuts off the rest.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private static readonly RedisValue Used = new byte[] { (byte)'1' };

    private readonly IDatabase _database;
    private readonly ReplayKeys _keys;
    private readonly TimeProvider _time;
    private readonly TimeSpan _margin;
    private readonly StoreAge? _age;

    /// <summary>A store on a connection of yours.</summary>
    /// <param name="connection">The connection, which isn't disposed with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public RedisReplayStore(IConnectionMultiplexer connection, RedisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new RedisOptions();
        options.ThrowIfInvalid();
        _database = connection.GetDatabase(options.Database);
        _keys = new ReplayKeys(options.KeyPrefix);
        _time = options.TimeProvider;
        _margin = options.MaxClockDifference;
        _age = options.GuardRestarts ? new StoreAge(connection, options) : null;
    }

    /// <inheritdoc/>
    /// <remarks><see cref="ReplayOutcome.Full"/> if Redis has reached its <c>maxmemory</c> and evicts nothing.</remarks>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        TimeSpan left = claim.Expires - _time.GetUtcNow();
        return left <= TimeSpan.Zero
            ? ValueTask.FromResult(ReplayOutcome.Seen)
            : AddAsync(_keys.Of(claim), claim.SignedAt, left + _margin + Rounding);
    }

    /// <summary>Stops listening to the connection, which stays open.</summary>
    public void Dispose() => _age?.Dispose();

    /// <summary>How old what Redis holds is, asked anew; null if that isn't watched.</summary>
    internal async ValueTask<TimeSpan?> ReadAgeAsync() =>
        _age is null ? null : _time.GetUtcNow() - (await _age.ReadAsync().ConfigureAwait(false)).Since;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReplayOutcome> AddAsync(RedisKey key, DateTimeOffset signedAt, TimeSpan life)
    {
        StoreAge.Reading? age = null;
        if (_age is not null)
        {
            age = _age.TryRecall() ?? await _age.ReadAsync().ConfigureAwait(false);
            if (IsTooOld(signedAt, age))
            {
                return ReplayOutcome.TooEarly;
            }
        }

        try
        {
            if (!await _database.StringSetAsync(key, Used, life, When.NotExists, CommandFlags.DemandMaster).ConfigureAwait(false))
            {
                return ReplayOutcome.Seen;
            }
        }
        catch (RedisServerException exception) when (ServerErrors.IsOutOfMemory(exception))
        {
            return ReplayOutcome.Full;
        }

        // The connection may have been lost since the age was read, or another server been made the master: then it may be another memory.
        return age is null || _age!.IsCurrent(age) || !IsTooOld(signedAt, await _age.ReadAsync().ConfigureAwait(false))
            ? ReplayOutcome.Added
            : ReplayOutcome.TooEarly;
    }

    private bool IsTooOld(DateTimeOffset signedAt, StoreAge.Reading age) => signedAt - _margin < age.Since;
}
