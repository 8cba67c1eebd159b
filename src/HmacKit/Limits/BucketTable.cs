using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// Buckets by fingerprint, in an array of fixed size: 16 bytes each, no object and no key. Finding one takes no lock.
/// </summary>
/// <remarks>
/// <para>
/// A row has eight places, and each fingerprint has two rows. A new one goes to the second row only if the first is
/// almost full and the second less so, which keeps the rows so even that with 2.25 places for each bucket there is room
/// for all: in a simulation, none of 190 million newcomers to tables as full as that found both its rows taken. A place
/// is the fingerprint in the first half of the row, a cache line, and the state in the second half.
/// </para>
/// <para>
/// A bucket that is full again is as good as none, so its place is free, without anybody having to clear it. To take
/// the place over, its state is locked, then the fingerprint is changed, then the state. A state is locked while it
/// is negative; a thread that meets that waits, which is a few instructions.
/// </para>
/// <para>
/// The value of a place's state only ever rises: a take moves it on, and a new owner starts after the moment at which
/// the old one's was full. So a compare-and-swap that succeeds has met the owner that it was meant for.
/// </para>
/// <para>
/// A table for strangers never runs out of places for good: a newcomer gets the place of the bucket that is full again soonest, and
/// starts with what that one lacks. Nobody gets more than the limit that way, and nobody waits for longer than the least of 16
/// strangers would. That is Space-Saving (Metwally, Agrawal and El Abbadi, "Efficient Computation of Frequent and Top-k Elements in
/// Data Streams", ICDT 2005), where a newcomer inherits the smallest counter.
/// </para>
/// </remarks>
internal sealed class BucketTable
{
    private const long Locked = long.MinValue;
    private const int Places = 8;
    private const int RowLength = 2 * Places;
    private const int CacheLine = 64;

    // Up to here the first row is good enough, so that most look-ups need no other.
    private const int AlmostFull = 6;

    private readonly long[] _words;
    private readonly int _start;
    private readonly uint _rows;
    private readonly Lock[] _newcomers = new Lock[64];

    public BucketTable(int buckets, bool isForStrangers = false)
    {
        IsForStrangers = isForStrangers;
        _rows = RowsFor(buckets);
        _words = GC.AllocateArray<long>(checked((int)(_rows * RowLength)) + (CacheLine / sizeof(long)), pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_words, 0) & (CacheLine - 1)) / sizeof(long);
        for (int i = 0; i < _newcomers.Length; i++)
        {
            _newcomers[i] = new Lock();
        }
    }

    /// <summary>Whether newcomers take over places that still count, with what is missing there.</summary>
    public bool IsForStrangers { get; }

    /// <summary>How many places there are in a table of this size.</summary>
    public static int PlacesFor(int buckets) => checked((int)RowsFor(buckets) * Places);

    /// <summary>The number of a place, for what is kept beside the table: zero to one less than there are places.</summary>
    public int NumberOf(int place) => ((place - _start) / RowLength * Places) + ((place - _start) % RowLength);

    /// <summary>
    /// The place of a fingerprint, which gets one with a full bucket if it has none; negative if both of its rows are
    /// taken, or for strangers, if nothing would be left in the bucket. It may have another owner at any moment.
    /// </summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="schedule">What its states mean.</param>
    /// <param name="clock">Its <see cref="LimitClock.Floor"/> decides which buckets are full again: no later call sees an earlier time.</param>
    public int FindOrAdd(long fingerprint, TokenSchedule schedule, LimitClock clock)
    {
        int place = Find(fingerprint);
        return place >= 0 ? place : Add(fingerprint, schedule, clock.Floor);
    }

    /// <summary>Whose place this is.</summary>
    public long FingerprintAt(int place) => Volatile.Read(ref _words[place]);

    /// <summary>The state of the bucket in a place, once nobody has it locked.</summary>
    public long ReadState(int place)
    {
        long state = Volatile.Read(ref StateAt(place));
        return state >= 0 ? state : WaitForState(place);
    }

    /// <summary>The state of the bucket in a place that the caller has locked.</summary>
    public long ReadLocked(int place) => StateAt(place) & ~Locked;

    /// <summary>Changes a state that <see cref="ReadState"/> gave; false if it's no longer that, or the place no longer the fingerprint's.</summary>
    public bool TryChange(int place, long fingerprint, long state, long next) =>
        FingerprintAt(place) == fingerprint
        && (next == state
            ? Volatile.Read(ref StateAt(place)) == state
            : Interlocked.CompareExchange(ref StateAt(place), next, state) == state);

    /// <summary>Locks a place; only <see cref="Unlock"/> may follow, soon.</summary>
    public void Lock(int place)
    {
        long state;
        do
        {
            state = ReadState(place);
        }
        while (Interlocked.CompareExchange(ref StateAt(place), state | Locked, state) != state);
    }

    /// <summary>Leaves a place that the caller has locked in this state.</summary>
    public void Unlock(int place, long state) => Volatile.Write(ref StateAt(place), state);

    private int Find(long fingerprint)
    {
        int row = FirstRow(fingerprint);
        int place = Fingerprints(row).IndexOf(fingerprint);
        if (place >= 0)
        {
            return row + place;
        }

        row = SecondRow(fingerprint);
        place = Fingerprints(row).IndexOf(fingerprint);
        return place >= 0 ? row + place : -1;
    }

    private int Add(long fingerprint, TokenSchedule schedule, long floor)
    {
        // One fingerprint's newcomers come one by one, or it might get two places.
        lock (_newcomers[fingerprint & (_newcomers.Length - 1)])
        {
            int place = Find(fingerprint);
            if (place >= 0)
            {
                return place;
            }

            int first = FirstRow(fingerprint);
            int second = SecondRow(fingerprint);
            int inFirst = CountTaken(first, floor);
            bool isFirstBetter = inFirst < AlmostFull || inFirst <= CountTaken(second, floor);
            (first, second) = isFirstBetter ? (first, second) : (second, first);
            place = TakeOver(first, fingerprint, schedule, floor);
            place = place >= 0 ? place : TakeOver(second, fingerprint, schedule, floor);
            return place >= 0 || !IsForStrangers ? place : Inherit(first, second, fingerprint, schedule, floor);
        }
    }

    private long WaitForState(int place)
    {
        var spin = default(SpinWait);
        while (true)
        {
            // Never the kind of wait that sleeps: the other thread is done within a few instructions, or isn't running.
            spin.SpinOnce(sleep1Threshold: -1);
            long state = Volatile.Read(ref StateAt(place));
            if (state >= 0)
            {
                return state;
            }
        }
    }

    private ref long StateAt(int place) => ref _words[place + Places];

    private Span<long> Fingerprints(int row) => _words.AsSpan(row, Places);

    private int FirstRow(long fingerprint) => RowAt(Math.BigMul((ulong)fingerprint, _rows, out _));

    private int SecondRow(long fingerprint)
    {
        // Other bits than those that chose the first row, and never that one again.
        ulong row = Math.BigMul((ulong)fingerprint * 0x9E3779B97F4A7C15, _rows - 1, out _);
        return RowAt(row < Math.BigMul((ulong)fingerprint, _rows, out _) ? row : row + 1);
    }

    private int RowAt(ulong row) => _start + ((int)row * RowLength);

    private int CountTaken(int row, long floor)
    {
        int count = 0;
        for (int place = row; place < row + Places; place++)
        {
            count += IsFree(Volatile.Read(ref StateAt(place)), floor) ? 0 : 1;
        }

        return count;
    }

    private int TakeOver(int row, long fingerprint, TokenSchedule schedule, long floor)
    {
        for (int place = row; place < row + Places; place++)
        {
            ref long state = ref StateAt(place);
            long old = Volatile.Read(ref state);
            if (IsFree(old, floor) && Interlocked.CompareExchange(ref state, old | Locked, old) == old)
            {
                Volatile.Write(ref _words[place], fingerprint);
                Volatile.Write(ref state, schedule.FullAt(floor));
                return place;
            }
        }

        return -1;
    }

    /// <summary>Gives a newcomer the place, and the debt, of the bucket that is full soonest.</summary>
    private int Inherit(int first, int second, long fingerprint, TokenSchedule schedule, long floor)
    {
        while (true)
        {
            int place = SoonestFull(second, SoonestFull(first, -1));
            if (place < 0)
            {
                return -1;
            }

            ref long state = ref StateAt(place);
            long old = Volatile.Read(ref state);
            long next = schedule.FullAfter(old);
            if (!schedule.HoldsAny(next, floor))
            {
                return -1;
            }

            if (old >= 0 && Interlocked.CompareExchange(ref state, old | Locked, old) == old)
            {
                Volatile.Write(ref _words[place], fingerprint);
                Volatile.Write(ref state, next);
                return place;
            }
        }
    }

    private int SoonestFull(int row, int best)
    {
        long least = best < 0 ? long.MaxValue : Volatile.Read(ref StateAt(best)) & ~Locked;
        for (int place = row; place < row + Places; place++)
        {
            long state = Volatile.Read(ref StateAt(place));
            if (state >= 0 && state < least)
            {
                (least, best) = (state, place);
            }
        }

        return best;
    }

    // 32 rows more, so that small tables are as good as large ones.
    private static uint RowsFor(int buckets) => (uint)(((long)buckets * 9 / 4 / Places) + 32);

    private static bool IsFree(long state, long floor) => state >= 0 && TokenSchedule.IsSurelyFull(state, floor);
}
