namespace HmacKit.Contracts;

/// <summary>A clock that stands still until a test moves it, forwards or backwards. Safe to share between threads.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>Where it starts: in the middle of a second, so that nothing fits by chance.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 59, 59, 321, TimeSpan.Zero);

    private long _ticks = Start.UtcTicks;
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    /// <summary>Lets time pass: the clock and the timestamp move together.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        Interlocked.Add(ref _ticks, time.Ticks);
        Interlocked.Add(ref _timestamp, time.Ticks);
    }

    /// <summary>Sets the clock, as an operator or NTP does; the timestamp, which only ever runs, stays.</summary>
    public void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);

    /// <summary>Sets the clock forwards or backwards from where it is.</summary>
    public void Shift(TimeSpan difference) => Set(GetUtcNow() + difference);
}
