namespace HmacKit.Benchmarks;

/// <summary>What the replay store in memory takes, by how its table is built: 15 entries to a bucket of 128 bytes, at half its load, and 25 buckets more.</summary>
internal static class MemoryModel
{
    private const int BucketBytes = 128;
    private const int EntriesPerBucket = 15;
    private const int MoreBuckets = 25;

    public static long Bytes(long live) => BucketBytes * (Math.Max(4, (2 * live / EntriesPerBucket) + 1) + MoreBuckets);
}
