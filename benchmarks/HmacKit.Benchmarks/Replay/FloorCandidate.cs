using System.Runtime.InteropServices;

namespace HmacKit.Benchmarks;

/// <summary>
/// What no memory of this size can be faster than: of a table as large as the store's it writes to two cache lines at a random place, and
/// compares and remembers nothing. The place is taken from the nonce's own random digits, since hashing isn't what is measured.
/// </summary>
internal sealed class FloorCandidate(int live) : ReplayCandidate(live)
{
    private const int BucketWords = 16;
    private const int EntriesPerBucket = 15;

    private readonly ulong[] _words = GC.AllocateArray<ulong>(((2 * live / EntriesPerBucket) + 1) * BucketWords, pinned: true);

    public override bool RefusesReplays => false;

    public override bool TryAdd(string nonce, DateTimeOffset signedAt)
    {
        ReadOnlySpan<ulong> digits = MemoryMarshal.Cast<char, ulong>(nonce.AsSpan(0, 8));
        ulong hash = ((digits[0] * 0x9E3779B97F4A7C15) ^ digits[1]) * 0xBF58476D1CE4E5B9;
        int bucket = (int)Math.BigMul(hash, (ulong)(_words.Length / BucketWords), out _) * BucketWords;
        _words[bucket]++;
        _words[bucket + (BucketWords / 2)] += hash;
        return Clock.GetUtcNow() <= signedAt + Window;
    }
}
