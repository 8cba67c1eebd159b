using System.Diagnostics;
using System.Numerics;

namespace HmacKit.Benchmarks;

/// <summary>Durations in buckets of about three per cent, and the longest one exactly.</summary>
internal sealed class LatencyHistogram
{
    private const int BucketsPerDoubling = 32;

    private readonly long[] _counts = new long[64 * BucketsPerDoubling];
    private long _total;

    /// <summary>The longest duration in nanoseconds.</summary>
    public double Worst { get; private set; }

    public void Record(long timestampTicks)
    {
        long nanoseconds = Math.Max(BucketsPerDoubling, (long)(timestampTicks * (1e9 / Stopwatch.Frequency)));
        int doubling = BitOperations.Log2((ulong)nanoseconds);
        long within = (nanoseconds >> (doubling - 5)) - BucketsPerDoubling;
        _counts[(doubling * BucketsPerDoubling) + within]++;
        _total++;
        Worst = Math.Max(Worst, nanoseconds);
    }

    /// <summary>The duration in nanoseconds that this part of all stays under.</summary>
    public double Quantile(double part)
    {
        long left = (long)(_total * part);
        int bucket = 0;
        while ((left -= _counts[bucket]) >= 0 && bucket < _counts.Length - 1)
        {
            bucket++;
        }

        return Math.Pow(2, bucket / BucketsPerDoubling) * (1 + ((bucket % BucketsPerDoubling) + 1.0) / BucketsPerDoubling);
    }
}
