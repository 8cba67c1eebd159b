using System.Threading.Channels;
using HmacKit.Tests.Fixtures;

namespace HmacKit.AspNetCore.Tests.Fixtures;

/// <summary>A clock that is moved by hand, and tells which timers were set on it.</summary>
internal sealed class TimerLog(HandClock clock) : TimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>Waits until a timer of this length is set.</summary>
    public async Task WaitForAsync(TimeSpan time)
    {
        while (await _timers.Reader.ReadAsync() != time)
        {
        }
    }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = clock.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }
}
