using System.Collections.Concurrent;

namespace HmacKit.Redis;

/// <summary>
/// Takes tokens from shared buckets some at a time, and hands them out in this process: see <see cref="RedisOptions.LeaseSize"/>
/// for what that does to a limit. A token is handed out only after it was taken, so in the long run nobody gets more. A sliding window is
/// exact, so its tokens are never leased: one that is handed out later would count for a time that is over sooner.
/// </summary>
internal sealed class LeasedTokenBuckets(ITokenBucketStore shared, int leaseSize, TimeSpan leaseTime, TimeProvider time) : ITokenBucketStore
{
    /// <summary>The most callers and sets of limits with leased tokens. Beyond that, Redis is asked for each call.</summary>
    public const int MaxLeases = 10_000;

    private readonly ConcurrentDictionary<(string Caller, BucketLimits Limits), Lease> _leases = [];
    private long _swept = time.GetTimestamp();

    /// <summary>How many callers and sets of limits have tokens here, or had some lately.</summary>
    public int Count => _leases.Count;

    public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        cancellationToken.ThrowIfCancellationRequested();
        int batch = Math.Min(leaseSize, limits.Min(static limit => limit.Capacity));
        if (tokens >= batch || limits.Any(static limit => limit.IsWindow) || FindOrAdd(caller, limits) is not { } lease)
        {
            return shared.TakeAsync(caller, limits, tokens, cancellationToken);
        }

        return lease.TryTake(tokens, time.GetTimestamp(), out LimitDecision decision)
            ? new(decision)
            : RenewAsync(lease, batch, caller, limits, tokens, cancellationToken);
    }

    private async ValueTask<LimitDecision> RenewAsync(Lease lease, int batch, string caller, BucketLimits limits, int tokens, CancellationToken cancellationToken)
    {
        await lease.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (lease.TryTake(tokens, time.GetTimestamp(), out LimitDecision decision))
            {
                return decision;
            }

            if (tokens > 0)
            {
                decision = await shared.TakeAsync(caller, limits, batch, cancellationToken).ConfigureAwait(false);
                if (decision.Allowed)
                {
                    return lease.Renew(batch - tokens, decision, time.GetTimestamp() + (long)(leaseTime.TotalSeconds * time.TimestampFrequency));
                }
            }
        }
        finally
        {
            lease.Gate.Release();
        }

        // There are fewer than a lease's: those that there are.
        return await shared.TakeAsync(caller, limits, tokens, cancellationToken).ConfigureAwait(false);
    }

    private Lease? FindOrAdd(string caller, BucketLimits limits)
    {
        if (_leases.TryGetValue((caller, limits), out Lease? lease))
        {
            return lease;
        }

        long now = time.GetTimestamp();
        long swept = Volatile.Read(ref _swept);
        if (time.GetElapsedTime(swept, now) >= leaseTime && Interlocked.CompareExchange(ref _swept, now, swept) == swept)
        {
            foreach (((string, BucketLimits) key, Lease old) in _leases)
            {
                if (old.HasExpired(now))
                {
                    _leases.TryRemove(key, out _);
                }
            }
        }

        return _leases.Count >= MaxLeases ? null : _leases.GetOrAdd((caller, limits), static _ => new Lease());
    }

    /// <summary>The tokens of one caller that are here.</summary>
    private sealed class Lease
    {
        private readonly Lock _gate = new();
        private int _left;
        private long _expires;
        private LimitDecision _last;

        /// <summary>Held by the one that asks for more; the others wait.</summary>
        public SemaphoreSlim Gate { get; } = new(1);

        public bool HasExpired(long now)
        {
            lock (_gate)
            {
                return now >= _expires;
            }
        }

        public bool TryTake(int tokens, long now, out LimitDecision decision)
        {
            lock (_gate)
            {
                bool isThere = now < _expires && _left >= Math.Max(tokens, 1);
                _left -= isThere ? tokens : 0;
                decision = isThere ? Decision() : default;
                return isThere;
            }
        }

        /// <summary>Takes new tokens in, in place of those of before, which were too few for a call or too old.</summary>
        public LimitDecision Renew(int tokens, in LimitDecision decision, long expires)
        {
            lock (_gate)
            {
                _left = tokens;
                _expires = expires;
                _last = decision;
                return Decision();
            }
        }

        private LimitDecision Decision() => new(LimitStatus.Allowed, _last.Binding, _last.Remaining + _left, _last.Reset);
    }
}
