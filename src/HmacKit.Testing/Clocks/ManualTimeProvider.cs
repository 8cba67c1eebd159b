using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace HmacKit.Testing;

/// <summary>
/// A <see cref="FakeTimeProvider"/> that can also do what a machine's clock does to code that signs and verifies: be set back or forward
/// while no time passes, and say when the code under test begins to wait. Safe to share between threads.
/// </summary>
/// <remarks>
/// <see cref="FakeTimeProvider.Advance"/> and <see cref="FakeTimeProvider.SetUtcNow"/> let time pass: clock, timestamp and timers move on.
/// <see cref="FakeTimeProvider.AdjustTime"/> moves clock and timestamp but no timer; <see cref="Shift"/> moves the clock alone, as an operator or NTP does.
/// </remarks>
public sealed class ManualTimeProvider : FakeTimeProvider
{
    /// <summary>The time on a clock that isn't given one: 2026-03-29T00:59:59.321Z, in the middle of a second, so that nothing fits by chance.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 3, 29, 0, 59, 59, 321, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();
    private long _shifted;

    /// <summary>A clock that shows <see cref="DefaultStart"/>.</summary>
    public ManualTimeProvider()
        : this(DefaultStart)
    {
    }

    /// <summary>A clock that shows this time.</summary>
    /// <param name="now">The time, in any offset.</param>
    public ManualTimeProvider(DateTimeOffset now)
        : base(now.ToUniversalTime())
    {
    }

    /// <summary>Sets the clock, as an operator or NTP does. No time passes: the timestamp stays, and no timer fires.</summary>
    /// <param name="difference">How far, forwards or backwards.</param>
    public void Shift(TimeSpan difference)
    {
        lock (_lock)
        {
            _shifted += difference.Ticks;
            AdjustTime(GetUtcNow() + difference);
        }
    }

    /// <summary>The ticks of 100 ns that have passed since this was made; <see cref="Shift"/> doesn't change them.</summary>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return base.GetTimestamp() - Start.UtcTicks - _shifted;
        }
    }

    /// <summary>
    /// Waits until a timer is set, and returns for how long, so that a test moves the clock only once the code under test waits. Each
    /// setting of a timer is reported once, in order, including those from before this call.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<TimeSpan> NextTimerAsync(CancellationToken cancellationToken = default) => _set.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>A timer on this clock.</summary>
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Report(dueTime);
        return new ReportingTimer(this, timer);
    }

    private void Report(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _set.Writer.TryWrite(dueTime);
        }
    }

    private sealed class ReportingTimer(ManualTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isSet = timer.Change(dueTime, period);
            if (isSet)
            {
                clock.Report(dueTime);
            }

            return isSet;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
