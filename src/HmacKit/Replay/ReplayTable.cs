using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// A hash table of 64-bit entries with an expiry each, in buckets of 15 behind a lock word, two cache lines together.
/// Whatever is done for a value is done under the lock of the bucket that its hash names, so of any number of equal
/// values exactly one is new. An entry that has expired is a free place: nothing is ever moved, there is no timer and no
/// second table, and one sweep a day takes out what nobody has written over.
/// </summary>
/// <remarks>
/// <para>
/// No key can take it all. The lowest bits of a hash tell whose value it is, and a key gets a place in a bucket only if it
/// then holds at most four times as many there as are still free, or if it has none: one key ends at 12 of the 15, a second one that
/// comes after it at 2, and the last place is for others. A bucket without a place for a key is as good as full for it.
/// </para>
/// <para>
/// That is the dynamic threshold of Choudhury and Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches"
/// (IEEE/ACM Transactions on Networking 6(2), 1998), for each bucket by itself. So it needs no counters that would have to be
/// told when something expires.
/// </para>
/// </remarks>
internal sealed class ReplayTable
{
    /// <summary>The furthest that an expiry may lie ahead, in seconds: 4 days, over the longest window that a scheme may have.</summary>
    public const uint MaxSecondsAhead = 4 * 24 * 60 * 60;

    /// <summary>The lowest bits of a hash, which are the same for all values of one key.</summary>
    public const int KeyBits = 6;

    private const int BucketWords = 16;
    private const int BucketBytes = BucketWords * sizeof(ulong);
    private const int EntriesPerBucket = BucketWords - 1;

    // What a key may hold in a bucket for each place that stays free there. With more free places than this no key can be over it.
    private const int HeldPerFree = 4;
    private const int AlwaysEnoughFree = EntriesPerBucket / (HeldPerFree + 1);

    // How far a full bucket's values may spill. Where all values are one key's, for which a bucket is full with 12, one in 20 spills at the
    // load that the table is made for, and each step further is three to four times rarer: 12 steps in 3 x 10^8 adds were the most that a
    // simulation saw. That 24 in a row are full doesn't happen by chance, and the hash is keyed, so it can't be brought about.
    private const int MaxChain = 24;

    private const int MaxBucketsToCount = 4096;

    // An entry is 44 bits of hash and 20 bits of expiry in seconds. The expiry wraps around after 12 days, and from the
    // eighth day on an expired entry would seem live again: Sweep has taken it out by then.
    private const int ExpiryBits = 20;
    private const uint ExpiryMask = (1u << ExpiryBits) - 1;
    private const ulong KeyMask = ((1UL << KeyBits) - 1) << ExpiryBits;
    private const ulong LockBit = 1;

    private readonly ulong[] _words;
    private readonly int _firstWord;
    private readonly ulong _buckets;

    /// <summary>A table that holds <paramref name="capacity"/> live entries at half its load.</summary>
    public ReplayTable(int capacity)
    {
        int buckets = Math.Max(4, (int)((2L * capacity / EntriesPerBucket) + 1));
        _buckets = (ulong)buckets;

        // Some buckets more, so that a chain never has to start over at the front: locks are taken in one direction only.
        long words = ((long)buckets + MaxChain + 1) * BucketWords;
        _words = GC.AllocateArray<ulong>(checked((int)words), pinned: true);
        nint misaligned = Marshal.UnsafeAddrOfPinnedArrayElement(_words, 0) % BucketBytes;
        _firstWord = misaligned == 0 ? 0 : (int)(BucketBytes - misaligned) / sizeof(ulong);
    }

    /// <summary>The memory that the table takes.</summary>
    public long Bytes => (long)_words.Length * sizeof(ulong);

    /// <summary>Takes a value in until <paramref name="expires"/>, unless it is there and live at <paramref name="now"/>; both in seconds.</summary>
    public ReplayOutcome TryAdd(ulong hash, uint expires, uint now)
    {
        int home = (int)Math.BigMul(hash, _buckets, out _);
        ulong print = PrintOf(hash);
        int last = home;
        Lock(home);

        ReplayOutcome outcome = TryAddLocked(home, ref last, print, expires, now);
        for (int bucket = last; bucket >= home; bucket--)
        {
            Unlock(bucket);
        }

        return outcome;
    }

    /// <summary>Whether a value is there and live at <paramref name="now"/>. One that is being added may be missed.</summary>
    public bool Contains(ulong hash, uint now)
    {
        int home = (int)Math.BigMul(hash, _buckets, out _);
        ulong print = PrintOf(hash);
        for (int index = home; index <= home + MaxChain; index++)
        {
            Lock(index);
            Span<ulong> bucket = Bucket(index);
            bool isThere = false;
            for (int i = 1; i < BucketWords && !isThere; i++)
            {
                isThere = ((bucket[i] ^ print) >> ExpiryBits) == 0 && IsLive(bucket[i], now);
            }

            bool isSpilled = SpilledUntil(bucket) > now;
            Unlock(index);
            if (isThere || !isSpilled)
            {
                return isThere;
            }
        }

        return false;
    }

    /// <summary>How many values are live: counted in some buckets, which hold as many as the others.</summary>
    public long EstimateCount(uint now)
    {
        int buckets = (int)_buckets + MaxChain;
        int looked = Math.Min(buckets, MaxBucketsToCount);
        long live = 0;
        for (int i = 0; i < looked; i++)
        {
            ReadOnlySpan<ulong> bucket = Bucket((int)((long)i * buckets / looked));
            for (int entry = 1; entry < BucketWords; entry++)
            {
                live += IsLive(Volatile.Read(in bucket[entry]), now) ? 1 : 0;
            }
        }

        return looked == buckets ? live : live * buckets / looked;
    }

    /// <summary>Takes out what has expired, bucket by bucket, while others go on adding. Nothing waits for it for longer than a bucket.</summary>
    /// <param name="latest">
    /// The latest time at which anybody adds. It's asked for under each bucket's lock: what was added more than four days after the time of a sweep that was held up would be taken for expired.
    /// </param>
    public void Sweep(Func<uint> latest)
    {
        for (int index = 0; index < (int)_buckets + MaxChain; index++)
        {
            Lock(index);
            uint now = latest();
            foreach (ref ulong entry in Bucket(index)[1..])
            {
                entry = IsLive(entry, now) ? entry : 0;
            }

            Unlock(index);
        }
    }

    /// <summary>Takes everything out. Only for when nothing can be live and nobody adds.</summary>
    public void Clear() => Array.Clear(_words);

    /// <summary>Walks the home bucket and those it spills into, under their locks; <paramref name="last"/> is the last one that was locked.</summary>
    private ReplayOutcome TryAddLocked(int home, ref int last, ulong print, uint expires, uint now)
    {
        int freeBucket = -1;
        int freeEntry = -1;
        while (true)
        {
            Span<ulong> bucket = Bucket(last);
            int free = 0;
            int place = 0;
            for (int i = 1; i < BucketWords; i++)
            {
                ulong entry = bucket[i];
                if (!IsLive(entry, now))
                {
                    free++;
                    place = i;
                }
                else if (((entry ^ print) >> ExpiryBits) == 0)
                {
                    // Two verifiers with different windows may claim one value: it lives as long as the later one needs.
                    if (SecondsAhead(entry, now) < expires - now)
                    {
                        Place(home, last, i, print, expires);
                    }

                    return ReplayOutcome.Seen;
                }
            }

            if (freeBucket < 0 && free > 0 && MayHoldMore(bucket, print, free, now))
            {
                (freeBucket, freeEntry) = (last, place);
            }

            // A bucket that has spilled since may have freed places: the value can still be behind it.
            bool isSpilled = SpilledUntil(bucket) > now;
            if (!isSpilled && freeBucket >= 0)
            {
                break;
            }

            if (last - home == MaxChain)
            {
                if (freeBucket < 0)
                {
                    return ReplayOutcome.Full;
                }

                break;
            }

            last++;
            Lock(last);
        }

        Place(home, freeBucket, freeEntry, print, expires);
        return ReplayOutcome.Added;
    }

    private static bool MayHoldMore(ReadOnlySpan<ulong> bucket, ulong print, int free, uint now)
    {
        if (free > AlwaysEnoughFree)
        {
            return true;
        }

        int held = 0;
        for (int i = 1; i < BucketWords; i++)
        {
            held += ((bucket[i] ^ print) & KeyMask) == 0 && IsLive(bucket[i], now) ? 1 : 0;
        }

        return held < HeldPerFree * (free - 1) || held == 0;
    }

    /// <summary>Writes an entry, and into each bucket that was passed over for it, until when to look further.</summary>
    private void Place(int home, int bucket, int entry, ulong print, uint expires)
    {
        for (int passed = home; passed < bucket; passed++)
        {
            Span<ulong> words = Bucket(passed);
            words[0] = ((ulong)Math.Max(SpilledUntil(words), expires) << 1) | LockBit;
        }

        Bucket(bucket)[entry] = print | (expires & ExpiryMask);
    }

    // Never 0, which is a free place.
    private static ulong PrintOf(ulong hash) => Math.Max(hash << ExpiryBits, 1UL << ExpiryBits);

    private static bool IsLive(ulong entry, uint now) => entry != 0 && SecondsAhead(entry, now) - 1 < MaxSecondsAhead;

    private static uint SecondsAhead(ulong entry, uint now) => ((uint)entry - now) & ExpiryMask;

    private static uint SpilledUntil(ReadOnlySpan<ulong> bucket) => (uint)(bucket[0] >> 1);

    private Span<ulong> Bucket(int index) => _words.AsSpan(_firstWord + (index * BucketWords), BucketWords);

    private void Lock(int index)
    {
        ref ulong word = ref Bucket(index)[0];
        ulong unlocked = Volatile.Read(ref word) & ~LockBit;
        if (Interlocked.CompareExchange(ref word, unlocked | LockBit, unlocked) != unlocked)
        {
            LockSlowly(ref word);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LockSlowly(ref ulong word)
    {
        var wait = default(SpinWait);
        while (true)
        {
            ulong unlocked = Volatile.Read(ref word) & ~LockBit;
            if (Interlocked.CompareExchange(ref word, unlocked | LockBit, unlocked) == unlocked)
            {
                return;
            }

            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Unlock(int index)
    {
        ref ulong word = ref Bucket(index)[0];
        Volatile.Write(ref word, word & ~LockBit);
    }
}
