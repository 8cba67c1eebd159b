namespace HmacKit;

/// <summary>
/// The numbers of a sliding window. What was taken is kept in groups, each with the time of its last take: all of a group come back
/// when the period is over since then, so never too early. A take joins the last group if that was begun less than a
/// <see cref="Grain"/> ago; up to <see cref="MaxGroups"/> tokens there is no grain, and each take is a group of its own.
/// </summary>
/// <remarks>
/// Times are whole milliseconds of the limits' clock. A take is written down at the next one, and comes back at the first that is
/// a period later: rounded to the safe side twice.
/// </remarks>
internal sealed class WindowSchedule
{
    /// <summary>In how many parts a period is told apart.</summary>
    public const int MaxGroups = 100;

    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;

    public WindowSchedule(int tokens, TimeSpan period)
    {
        Period = period.Ticks / TimeSpan.TicksPerMillisecond;
        Grain = tokens <= MaxGroups ? 0 : Math.Max(1, (Period + MaxGroups - 1) / MaxGroups);

        // The groups that begin within a period, one that began before it, and one that begins now.
        Groups = Math.Min(tokens, MaxGroups + 2);
    }

    /// <summary>The length of the window in milliseconds.</summary>
    public long Period { get; }

    /// <summary>For how many milliseconds a group takes more in.</summary>
    public long Grain { get; }

    /// <summary>How many groups there can be at once.</summary>
    public int Groups { get; }

    /// <summary>The time and the count of a group in one word: 39 bits are 17 years of milliseconds, and the limits' clock stands still after 14.</summary>
    public static long Pack(long time, long count) => (time << CountBits) | count;

    public static long TimeOf(long group) => group >> CountBits;

    public static long CountOf(long group) => group & CountMask;

    /// <summary>The first whole millisecond that isn't before this tick.</summary>
    public static long RoundUp(long ticks) => (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
