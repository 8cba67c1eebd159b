using System.Threading.RateLimiting;

namespace HmacKit;

/// <summary>
/// Buckets by caller as a <see cref="PartitionedRateLimiter{TResource}"/>, for example as ASP.NET Core's global limiter
/// with an <c>HttpContext</c> as the resource. It never queues. A refused lease tells
/// <see cref="MetadataName.RetryAfter"/>; disposing a lease gives nothing back.
/// </summary>
/// <typeparam name="TResource">What is being limited, such as a request.</typeparam>
public sealed class CallerRateLimiter<TResource> : PartitionedRateLimiter<TResource>
{
    private readonly Func<TResource, int, CancellationToken, ValueTask<LimitDecision>> _take;
    private readonly Func<TResource, int, LimitDecision>? _takeNow;

    /// <summary>The same limits for all callers, with buckets in this process.</summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="getCaller">Gives the caller of a resource: after authentication the id of the key that matched, before it an address.</param>
    public CallerRateLimiter(MemoryTokenBuckets buckets, BucketLimits limits, Func<TResource, string> getCaller)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(getCaller);
        _takeNow = (resource, tokens) => buckets.Take(getCaller(resource), limits, tokens);
        _take = (resource, tokens, _) => new(_takeNow(resource, tokens));
    }

    /// <summary>
    /// The limits of each caller's tier, with buckets anywhere. An attempt that doesn't wait is refused without asking;
    /// ASP.NET Core goes on to <see cref="PartitionedRateLimiter{TResource}.AcquireAsync"/> then.
    /// </summary>
    /// <param name="limiter">Looks the tier up and takes the tokens.</param>
    /// <param name="getCaller">Gives the caller of a resource: after authentication the id of the key that matched, before it an address.</param>
    public CallerRateLimiter(CallerLimiter limiter, Func<TResource, string> getCaller)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        ArgumentNullException.ThrowIfNull(getCaller);
        _take = (resource, tokens, cancellationToken) => limiter.TakeAsync(getCaller(resource), tokens, cancellationToken);
    }

    /// <summary>Null: nothing is counted by caller.</summary>
    public override RateLimiterStatistics? GetStatistics(TResource resource) => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(TResource resource, int permitCount) =>
        _takeNow is null ? BucketLease.NotAsked : BucketLease.Of(_takeNow(resource, permitCount));

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(TResource resource, int permitCount, CancellationToken cancellationToken) =>
        BucketLease.Of(await _take(resource, permitCount, cancellationToken).ConfigureAwait(false));
}
