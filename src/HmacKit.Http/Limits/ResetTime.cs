namespace HmacKit.Http;

/// <summary>
/// A reset as a number. Nobody says which kind it is, so its size tells: Unix milliseconds, Unix seconds, or seconds from
/// now. The kinds lie decades apart, so no number that a server sends is of two.
/// </summary>
internal static class ResetTime
{
    /// <summary>9 September 2001 in Unix milliseconds; in seconds it would be the year 33658.</summary>
    private const decimal LeastMilliseconds = 1_000_000_000_000;

    /// <summary>9 September 2001 in Unix seconds; from now it would be 31 years.</summary>
    private const decimal LeastUnixSeconds = 1_000_000_000;

    /// <summary>Whole seconds are rounded, so the budget may be there only when that second is over.</summary>
    private const decimal Rounding = 1;

    /// <summary>The wait until a reset. One that is over is waited for by its rounding alone.</summary>
    public static TimeSpan Wait(decimal reset, DateTimeOffset now)
    {
        decimal seconds = reset switch
        {
            >= LeastMilliseconds => (reset / 1000) - (now.ToUnixTimeMilliseconds() / 1000m),
            >= LeastUnixSeconds => reset - (now.ToUnixTimeMilliseconds() / 1000m),
            _ => reset,
        };
        bool isWhole = reset < LeastMilliseconds && decimal.IsInteger(reset);
        return RetryTime.ToTimeSpan(Math.Max(seconds, 0) + (isWhole || seconds <= 0 ? Rounding : 0));
    }
}
