namespace HmacKit;

/// <summary>
/// The time as limits count it: ticks of 100 ns of the monotonic clock, which a correction of the wall clock neither
/// stops nor moves, so that one can't lock callers out or fill their buckets. The wall clock only goes into
/// <see cref="LimitDecision.Reset"/>.
/// </summary>
internal sealed class LimitClock
{
    // Time starts here, so that a bucket that was never used (state 0) has been full for a while.
    private const long Start = TimeSpan.TicksPerSecond;

    // How far the clock may seem to go back, between two threads that read it, until it's held.
    private const long Grain = TimeSpan.TicksPerMillisecond;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly long _frequency;
    private long _floor = Start;
    private long _utcOffset;
    private long _utcAsked;

    public LimitClock(TimeProvider? time)
    {
        _time = time ?? TimeProvider.System;
        _frequency = _time.TimestampFrequency;
        _origin = _time.GetTimestamp();
        _utcAsked = Start;
        _utcOffset = _time.GetUtcNow().UtcTicks - Start;
    }

    /// <summary>The clock never goes back before this time.</summary>
    public long Floor => Volatile.Read(ref _floor);

    /// <summary>The time now.</summary>
    public long Now() => At(_time.GetTimestamp());

    /// <summary>The time of a timestamp; one from the past is held at <see cref="Floor"/>, so the clock never goes back by more than a millisecond.</summary>
    public long At(long timestamp)
    {
        long floor = Volatile.Read(ref _floor);
        long now = timestamp <= _origin ? Start : Math.Min(Start + ToTicks(timestamp - _origin), TokenSchedule.MaxTicks);
        if (now < floor)
        {
            return floor;
        }

        if (now - floor >= Grain)
        {
            Interlocked.CompareExchange(ref _floor, now, floor);
        }

        return now;
    }

    /// <summary>The wall-clock time of a moment in ticks of UTC, as the wall clock stands now or stood at most a second ago.</summary>
    public long ToUtc(long ticks, long now)
    {
        if (now - Volatile.Read(ref _utcAsked) >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref _utcOffset, _time.GetUtcNow().UtcTicks - Now());
            Volatile.Write(ref _utcAsked, now);
        }

        return Math.Min(ticks + Volatile.Read(ref _utcOffset), DateTime.MaxValue.Ticks);
    }

    private long ToTicks(long timestamps) => _frequency switch
    {
        TimeSpan.TicksPerSecond => Math.Min(timestamps, TokenSchedule.MaxTicks),
        100 * TimeSpan.TicksPerSecond => timestamps / 100,
        _ => (long)Int128.Min((Int128)timestamps * TimeSpan.TicksPerSecond / _frequency, TokenSchedule.MaxTicks),
    };
}
