namespace HmacKit;

/// <summary>
/// One token bucket in this process, for a limit that isn't kept by caller. It has no timer and takes no lock: what
/// flowed in is worked out when tokens are asked for, and taking some is one compare-and-swap. Safe to share between
/// threads. Buckets by caller are in <see cref="MemoryTokenBuckets"/>.
/// </summary>
/// <remarks>
/// Time is measured with the monotonic clock (<see cref="TimeProvider.GetTimestamp"/>). A clock that stands still or
/// goes back gives nothing extra; one that jumps ahead fills the bucket and no more.
/// </remarks>
public sealed class TokenBucket
{
    private readonly LimitClock _clock;
    private long _state;

    /// <summary>A full bucket.</summary>
    /// <param name="limit">What it holds and how fast it's refilled.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentException">The limit is a sliding window.</exception>
    public TokenBucket(BucketLimit limit, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(limit);
        if (limit.IsWindow)
        {
            throw new ArgumentException($"'{limit}' is a sliding window, which a bucket can't keep: take MemoryTokenBuckets with one name for everybody.", nameof(limit));
        }

        Limit = limit;
        _clock = new LimitClock(time);
        _state = limit.Schedule.FullAt(_clock.Now());
    }

    /// <summary>What the bucket holds and how fast it's refilled.</summary>
    public BucketLimit Limit { get; }

    /// <summary>Takes tokens if all of them are there, and else none.</summary>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    public LimitDecision TryTake(int tokens = 1) => TryTakeAt(_clock.Now(), tokens);

    /// <summary>Takes tokens at a time that was read before, so that the clock isn't read again.</summary>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    /// <param name="timestamp">The time, from <see cref="TimeProvider.GetTimestamp"/> of the bucket's clock.</param>
    public LimitDecision TryTake(int tokens, long timestamp) => TryTakeAt(_clock.At(timestamp), tokens);

    private LimitDecision TryTakeAt(long now, int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);

        // The state shares its cache line with the other fields, so these are read before another thread takes the line.
        BucketLimit limit = Limit;
        LimitClock clock = _clock;
        long state = Volatile.Read(ref _state);
        while (true)
        {
            LimitStatus status = limit.Evaluate(state, now, tokens, out long next);
            long seen = next == state ? state : Interlocked.CompareExchange(ref _state, next, state);
            if (seen == state)
            {
                return limit.Decide(status, next, tokens, now, clock).Counted();
            }

            state = seen;
            now = Math.Max(now, clock.Floor);
        }
    }
}
