namespace HmacKit;

/// <summary>How a request states when it was signed, and how far from now that may be, on both sides.</summary>
public sealed class FreshnessRule
{
    /// <summary>The longest window on either side: 1 day. A replay store has to remember all of it.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);

    // In milliseconds, as requests are checked.
    private readonly long _maxAge;
    private readonly long _maxSkew;

    /// <summary>A window that reaches equally far into the past and into the future.</summary>
    /// <param name="format">How the time is written.</param>
    /// <param name="window">The greatest distance from now, over zero and at most <see cref="MaxWindow"/>.</param>
    public FreshnessRule(TimestampFormat format, TimeSpan window)
        : this(format, window, window)
    {
    }

    /// <summary>A window with two sides.</summary>
    /// <param name="format">How the time is written.</param>
    /// <param name="maxAge">How old a request may be, over zero and at most <see cref="MaxWindow"/>.</param>
    /// <param name="maxSkew">How far in the future its time may lie, for clocks that are ahead; at least zero and at most <see cref="MaxWindow"/>.</param>
    public FreshnessRule(TimestampFormat format, TimeSpan maxAge, TimeSpan maxSkew)
    {
        Format = format;
        MaxAge = maxAge;
        MaxSkew = maxSkew;
        _maxAge = maxAge.Ticks / TimeSpan.TicksPerMillisecond;
        _maxSkew = maxSkew.Ticks / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>How the time is written.</summary>
    public TimestampFormat Format { get; }

    /// <summary>How old a request may be.</summary>
    public TimeSpan MaxAge { get; }

    /// <summary>How far in the future its time may lie.</summary>
    public TimeSpan MaxSkew { get; }

    /// <summary>Whether both sides are within bounds.</summary>
    internal bool IsValid => MaxAge > TimeSpan.Zero && MaxAge <= MaxWindow && MaxSkew >= TimeSpan.Zero && MaxSkew <= MaxWindow;

    internal bool IsTooOld(long signed, long now) => now - signed > _maxAge;

    internal bool IsInFuture(long signed, long now) => signed - now > _maxSkew;
}
