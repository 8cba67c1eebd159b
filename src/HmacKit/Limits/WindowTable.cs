namespace HmacKit;

/// <summary>
/// Sliding windows by fingerprint: a <see cref="BucketTable"/>, whose states say when a window is empty again, with a log for each place
/// that somebody has taken from. A log stays with its place and is used again by the next owner.
/// </summary>
internal sealed class WindowTable(int windows)
{
    private readonly long[]?[] _logs = new long[]?[BucketTable.PlacesFor(windows)];

    /// <summary>Who is in which place, and the lock of each.</summary>
    public BucketTable Places { get; } = new(windows);

    /// <summary>Makes a log that is long enough, before the place is locked; null if there is one.</summary>
    public long[]? SpareFor(int place, WindowSchedule schedule) =>
        IsFit(Volatile.Read(ref LogAt(place)), schedule) ? null : new long[WindowLog.LengthFor(schedule)];

    /// <summary>The log of a place that the caller has locked.</summary>
    public WindowLog LockedLog(int place, WindowSchedule schedule, long[]? spare, long fingerprint, long now)
    {
        ref long[]? words = ref LogAt(place);
        if (!IsFit(words, schedule))
        {
            // Null only if a longer one was there before the lock: a place's log is never taken away.
            words = spare ?? throw new System.Diagnostics.UnreachableException("A window's log became shorter.");
        }

        return new WindowLog(schedule, words, fingerprint, now);
    }

    /// <summary>Leaves a locked place, with the time at which its window is empty.</summary>
    public void Unlock(int place, TokenSchedule schedule, in WindowLog log) =>
        Places.Unlock(place, Math.Max(Places.ReadLocked(place), schedule.FullAt(log.WhenEmpty)));

    private ref long[]? LogAt(int place) => ref _logs[Places.NumberOf(place)];

    private static bool IsFit(long[]? words, WindowSchedule schedule) => words is not null && words.Length >= WindowLog.LengthFor(schedule);
}
