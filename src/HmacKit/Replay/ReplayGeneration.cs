namespace HmacKit;

/// <summary>
/// The claims whose signed time lies in one span of time. They are forgotten together, when the last of them has
/// expired.
/// </summary>
internal sealed class ReplayGeneration
{
    private long _counted;
    private long _growAt;
    private long _expectedNext;

    /// <summary>A generation with its first segment.</summary>
    public ReplayGeneration(long number, ulong[] slots, int countedEvery)
    {
        Number = number;
        First = Last = new ReplaySegment(slots, ordinal: 0);
        SegmentCount = 1;
        SlotCount = slots.Length;
        SetGrowAt(countedEvery);
    }

    /// <summary>Which span of time this is: signed time / width.</summary>
    public long Number { get; }

    public ReplaySegment First { get; }

    /// <summary>The number of slots in all segments; under the lock of <see cref="ReplayGenerations"/>, as are the two below.</summary>
    public int SlotCount { get; private set; }

    public int SegmentCount { get; private set; }

    public ReplaySegment Last { get; private set; }

    /// <summary>The next in the list of those that were dropped and whose arrays aren't cleared yet.</summary>
    public ReplayGeneration? NextDropped { get; set; }

    /// <summary>Whether the generation after this one was looked after.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>How many claims the next generation will probably get; zero until there is a guess.</summary>
    public long ExpectedNext
    {
        get => Volatile.Read(ref _expectedNext);
        set => Volatile.Write(ref _expectedNext, value);
    }

    /// <summary>How many of the claims that are counted were added; negative once it is dropped.</summary>
    public long Counted => Volatile.Read(ref _counted);

    /// <summary>Whether it will soon be crowded.</summary>
    public bool IsNearlyFull(long counted) => counted >= Volatile.Read(ref _growAt);

    /// <summary>
    /// Finds the fingerprint or puts it in; null if it needs one more segment behind <paramref name="last"/>.
    /// </summary>
    /// <param name="fingerprint">The fingerprint, not zero.</param>
    /// <param name="mayAdd">Whether it may be put in.</param>
    /// <param name="isCounted">Whether it is one of those that are counted.</param>
    /// <param name="last">The segment that was looked at last.</param>
    /// <param name="counted">How many were counted, if this one was.</param>
    public ReplayOutcome? TryPlace(ulong fingerprint, bool mayAdd, bool isCounted, out ReplaySegment last, out long counted)
    {
        last = First;
        counted = 0;
        ReplayOutcome? outcome = last.TryPlace(fingerprint, mayAdd);
        while (outcome is null && last.Next is { } next)
        {
            last = next;
            outcome = last.TryPlace(fingerprint, mayAdd);
        }

        if (outcome != ReplayOutcome.Added)
        {
            return outcome;
        }

        // The arrays of a dropped generation are cleared and used again. A thread that was held up since it read the
        // clock may have found its slot in an array that no longer knows the claim; but clearing comes after closing, so
        // whoever wrote into a cleared array sees here that it is closed. The stray fingerprint only takes up a slot.
        counted = isCounted ? Interlocked.Increment(ref _counted) : Counted;
        return counted < 0 ? ReplayOutcome.Seen : outcome;
    }

    /// <summary>Ends the generation: nothing is added any more. Returns what it had counted.</summary>
    public long Close() => Interlocked.Exchange(ref _counted, long.MinValue);

    /// <summary>Puts one more segment behind the last one.</summary>
    public ReplaySegment Extend(ulong[] slots, int countedEvery)
    {
        var segment = new ReplaySegment(slots, SegmentCount);
        SegmentCount++;
        SlotCount += slots.Length;
        SetGrowAt(countedEvery);
        Last.Next = segment;
        Last = segment;
        return segment;
    }

    // 11/16: a little before windows begin to overflow.
    private void SetGrowAt(int countedEvery) => Volatile.Write(ref _growAt, (long)SlotCount * 11 / 16 / countedEvery);
}
