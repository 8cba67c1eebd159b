using System.Threading.RateLimiting;

namespace HmacKit;

/// <summary>
/// A <see cref="TokenBucket"/> as a <see cref="RateLimiter"/>, for ASP.NET Core's rate limiting and others that take one.
/// It never queues: <see cref="RateLimiter.AcquireAsync"/> answers at once. A refused lease tells
/// <see cref="MetadataName.RetryAfter"/>; disposing a lease gives nothing back. By caller there is <see cref="CallerRateLimiter{TResource}"/>.
/// </summary>
public sealed class BucketRateLimiter : RateLimiter
{
    private readonly TokenBucket _bucket;
    private long _allowed;
    private long _refused;

    /// <summary>A limiter over a bucket of its own, full at first.</summary>
    /// <param name="limit">What the bucket holds and how fast it's refilled.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    public BucketRateLimiter(BucketLimit limit, TimeProvider? time = null) => _bucket = new TokenBucket(limit, time);

    /// <summary>How long the bucket has been full; null if it isn't.</summary>
    public override TimeSpan? IdleDuration => _bucket.FullFor;

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics() => new()
    {
        CurrentAvailablePermits = _bucket.TryTake(0).Remaining,
        TotalSuccessfulLeases = Volatile.Read(ref _allowed),
        TotalFailedLeases = Volatile.Read(ref _refused),
    };

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        LimitDecision decision = _bucket.TryTake(permitCount);
        Interlocked.Increment(ref decision.Allowed ? ref _allowed : ref _refused);
        return BucketLease.Of(decision);
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        new(AttemptAcquireCore(permitCount));
}
