namespace HmacKit;

/// <summary>
/// The generations that are open, by signed time. Requests find and add without a lock; opening and dropping a
/// generation, a few times in each window, takes one for a moment, and large arrays are made and cleared elsewhere.
/// </summary>
/// <remarks>
/// Equal claims have one signed time, so they meet in one generation, and there is no moment at which one of them
/// looks into the old generation and the other into the new. Whatever the clock does, a generation that was dropped
/// is never opened again: its claims can't be known any more, so they are refused.
/// </remarks>
internal sealed partial class ReplayGenerations
{
    /// <summary>How many generations the longest lifetime is divided into. A claim is held for up to one of them too long.</summary>
    public const int PerRetention = 64;

    // Signed times reach from one retention ago to one retention ahead. The rest is for clocks that were set.
    private const int TableSize = 4 * PerRetention;

    // The most that a request has to allocate, if nobody foresaw the need: 2 MiB, which is about a millisecond.
    private const int MaxSlotsOnRequest = 256 * 1024;

    // Exact for small stores. In large ones one claim in 16 is counted, chosen by its fingerprint, so that threads
    // seldom meet at the counter; nobody can choose fingerprints, so the sample is fair.
    private const int MaxExactCapacity = 1_000_000;
    private const int SampledEvery = 16;

    private readonly Lock _gate = new();
    private readonly ReplayGeneration?[] _table = new ReplayGeneration?[TableSize];
    private readonly long _width;
    private readonly long _capacity;
    private readonly int _countedEvery;
    private long _counted;
    private long _longestLife;
    private long _nextEnd = long.MaxValue;
    private long _lastDropped = -1;

    public ReplayGenerations(long retentionTicks, int capacity)
    {
        _width = retentionTicks / PerRetention;
        _countedEvery = capacity > MaxExactCapacity ? SampledEvery : 1;
        _capacity = capacity / _countedEvery;
    }

    /// <summary>About how many claims are held.</summary>
    public long Count => Math.Max(0, Volatile.Read(ref _counted)) * _countedEvery;

    /// <summary>Finds the fingerprint or puts it in.</summary>
    /// <param name="fingerprint">The claim's fingerprint.</param>
    /// <param name="signed">When it was signed, in ticks; not further from now than one retention.</param>
    /// <param name="life">From signing to expiry, in ticks.</param>
    /// <param name="now">The time, in ticks; the claim hasn't expired.</param>
    public ReplayOutcome TryPlace(ulong fingerprint, long signed, long life, long now)
    {
        if (now >= Volatile.Read(ref _nextEnd) || life > Volatile.Read(ref _longestLife))
        {
            Turn(now, life);
        }

        long number = signed / _width;
        ReplayGeneration? generation = Find(number);
        if (generation is null && (generation = Open(number, now, out ReplayOutcome refusal)) is null)
        {
            return refusal;
        }

        fingerprint = fingerprint == 0 ? 1 : fingerprint;
        bool isCounted = (fingerprint & (uint)(_countedEvery - 1)) == 0;
        bool mayAdd = Volatile.Read(ref _counted) < _capacity;
        ReplayOutcome? outcome;
        long counted;
        while ((outcome = generation.TryPlace(fingerprint, mayAdd, isCounted, out ReplaySegment last, out counted)) is null)
        {
            Extend(generation, last);
        }

        if (outcome == ReplayOutcome.Added && isCounted)
        {
            Interlocked.Increment(ref _counted);
            LookAhead(generation, counted, signed, now);
        }

        return outcome.Value;
    }

    /// <summary>The open generation of this number, if it is in its own place: it is unless the clock was set by several retentions.</summary>
    public ReplayGeneration? Find(long number) =>
        Volatile.Read(ref _table[(number + TableSize) % TableSize]) is { } generation && generation.Number == number ? generation : null;

    /// <summary>Drops the generations whose last claim has expired, and makes sure that claims of this lifetime are held long enough.</summary>
    private void Turn(long now, long life)
    {
        lock (_gate)
        {
            Volatile.Write(ref _longestLife, Math.Max(_longestLife, life));
            long nextEnd = long.MaxValue;
            foreach (ref ReplayGeneration? place in _table.AsSpan())
            {
                if (place is not { } generation)
                {
                    continue;
                }

                long end = EndOf(generation.Number);
                if (end > now)
                {
                    nextEnd = Math.Min(nextEnd, end);
                    continue;
                }

                Volatile.Write(ref place, null);
                Interlocked.Add(ref _counted, -generation.Close());
                _lastDropped = Math.Max(_lastDropped, generation.Number);
                generation.NextDropped = _dropped;
                _dropped = generation;
            }

            Volatile.Write(ref _nextEnd, nextEnd);
        }

        QueueTending();
    }

    // When the last of a generation's claims has expired.
    private long EndOf(long number) => ((number + 1) * _width) + _longestLife;

    private ReplayGeneration? Open(long number, long now, out ReplayOutcome refusal)
    {
        lock (_gate)
        {
            return OpenLocked(number, now, prepared: null, out refusal);
        }
    }

    private ReplayGeneration? OpenLocked(long number, long now, ulong[]? prepared, out ReplayOutcome refusal)
    {
        refusal = ReplayOutcome.Seen;
        if (number <= _lastDropped)
        {
            return null;
        }

        long place = _table[number % TableSize] is null ? number % TableSize : -1;
        for (int i = 0; i < TableSize; i++)
        {
            if (_table[i] is not { } open)
            {
                place = place < 0 ? i : place;
            }
            else if (open.Number == number)
            {
                return open;
            }
        }

        refusal = ReplayOutcome.Full;
        if (place < 0)
        {
            return null;
        }

        var opened = new ReplayGeneration(number, prepared ?? FirstSlots(number, now), _countedEvery);
        Volatile.Write(ref _table[place], opened);
        Volatile.Write(ref _nextEnd, Math.Min(_nextEnd, EndOf(number)));
        return opened;
    }

    private void Extend(ReplayGeneration generation, ReplaySegment last)
    {
        lock (_gate)
        {
            if (last.Next is null)
            {
                generation.Extend(new ulong[Math.Min(generation.SlotCount, MaxSlotsOnRequest)], _countedEvery);
            }
        }
    }
}
