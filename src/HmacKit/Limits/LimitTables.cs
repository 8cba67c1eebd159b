namespace HmacKit;

/// <summary>The buckets and the windows of one kind of caller. The table of the windows is made when the first one is asked for.</summary>
internal sealed class LimitTables(int maxBuckets, bool isForStrangers = false)
{
    private WindowTable? _windows;

    /// <summary>Whether a place may change hands while it counts.</summary>
    public bool IsForStrangers => isForStrangers;

    public BucketTable Buckets { get; } = new(maxBuckets, isForStrangers);

    // No stranger takes over another one's window: unlike the one moment of a bucket, what is inherited of one log wouldn't cover another one.
    public WindowTable Windows =>
        Volatile.Read(ref _windows)
        ?? Interlocked.CompareExchange(ref _windows, new WindowTable(maxBuckets), null)
        ?? _windows!;

    /// <summary>Where a limit's places are.</summary>
    public BucketTable PlacesOf(BucketLimit limit) => limit.IsWindow ? Windows.Places : Buckets;
}
