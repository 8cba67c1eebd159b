using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace HmacKit;

/// <summary>A decision as System.Threading.RateLimiting wants it. Tokens are used up, not lent: disposing gives nothing back.</summary>
internal sealed class BucketLease : RateLimitLease
{
    /// <summary>Not asked yet: makes a caller that doesn't wait go on to the call that can wait.</summary>
    public static readonly BucketLease NotAsked = new(isAcquired: false, TimeSpan.Zero);

    private static readonly BucketLease Acquired = new(isAcquired: true, TimeSpan.Zero);

    private readonly TimeSpan _retryAfter;

    private BucketLease(bool isAcquired, TimeSpan retryAfter)
    {
        IsAcquired = isAcquired;
        _retryAfter = retryAfter;
    }

    public override bool IsAcquired { get; }

    public override IEnumerable<string> MetadataNames => HasRetryAfter ? [MetadataName.RetryAfter.Name] : [];

    private bool HasRetryAfter => _retryAfter > TimeSpan.Zero && _retryAfter != LimitDecision.Never;

    public static BucketLease Of(in LimitDecision decision) => decision.Allowed ? Acquired : new(isAcquired: false, decision.RetryAfter);

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = HasRetryAfter && metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
