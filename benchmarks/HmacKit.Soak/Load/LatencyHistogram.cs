using System.Numerics;

namespace HmacKit.Soak;

/// <summary>Times of answers in buckets no wider than 2 %, so that any number of them takes the same memory.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;

    private readonly long[] _counts = new long[(64 - SubBits) << SubBits];

    public long Count => _counts.Sum();

    /// <summary>Adds a time in microseconds.</summary>
    public void Add(long microseconds) => Interlocked.Increment(ref _counts[IndexOf(Math.Max(0, microseconds))]);

    /// <summary>The time in milliseconds that the share <paramref name="quantile"/> of all stays under; 0 without any.</summary>
    public double Milliseconds(double quantile)
    {
        long rank = (long)Math.Ceiling(Count * quantile);
        for (int i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0 && _counts[i] > 0)
            {
                return UpperBound(i) / 1000d;
            }
        }

        return 0;
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)value) - SubBits - 1);
        return (int)(value >> shift) + (shift << SubBits);
    }

    private static long UpperBound(int index)
    {
        int shift = Math.Max(0, (index >> SubBits) - 1);
        return ((long)(index - (shift << SubBits)) + 1) << shift;
    }
}
