namespace HmacKit;

/// <summary>The limits of an application, in code.</summary>
public sealed class LimitOptions
{
    /// <summary>The tiers by name, compared exactly; those of the configuration come beside them. None by default.</summary>
    public IDictionary<string, BucketLimits> Tiers { get; } = new Dictionary<string, BucketLimits>(StringComparer.Ordinal);

    /// <summary>The tier of callers that have none, or one that isn't there; null (the default) to refuse them. The configuration's comes first.</summary>
    public string? FallbackTier { get; set; }

    /// <summary>
    /// For how many buckets there is room in memory: callers within the longest period, times their limits; 1 to
    /// 50,000,000. The default is 
    /// 100,000, which take 3.6 MB. Without effect where the buckets are in a server.
    /// </summary>
    public int MaxBuckets { get; set; } = MemoryTokenBuckets.DefaultMaxBuckets;
}
