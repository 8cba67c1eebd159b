using System.Threading.Channels;

namespace HmacKit.Testing;

/// <summary>
/// A clock that stands still until a test moves it, with timers that go off when it passes them. Works wherever a
/// <see cref="TimeProvider"/> is taken, also for <c>Task.Delay(…, clock)</c> and the time-outs of a
/// <see cref="CancellationTokenSource"/>. Safe to share between threads.
/// </summary>
/// <remarks>
/// The clock and the timestamp are two things, as on a real machine: <see cref="Advance"/> and <see cref="SetUtcNow"/>
/// let time pass and move both; <see cref="AdjustTime"/> sets the clock alone, as an operator or NTP does.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>Where a clock starts that isn't given a time: 2026-03-29T00:59:59.321Z, in the middle of a second, so that nothing fits by chance.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 59, 59, 321, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();
    private long _utcTicks;
    private long _passed;
    private long _timersSet;

    /// <summary>A clock that shows <see cref="Start"/>.</summary>
    public ManualTimeProvider()
        : this(Start)
    {
    }

    /// <summary>A clock that shows this time.</summary>
    /// <param name="now">The time, in any offset.</param>
    public ManualTimeProvider(DateTimeOffset now) => _utcTicks = now.UtcTicks;

    /// <summary>Ten million a second: a timestamp is a number of ticks.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC, so that a test gives the same result everywhere.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _utcTicks), TimeSpan.Zero);

    /// <summary>The ticks that have passed since this was made.</summary>
    public override long GetTimestamp() => Volatile.Read(ref _passed);

    /// <summary>
    /// Lets time pass. Timers that are due go off before this returns, on this thread, the earliest first and a periodic
    /// one as often as its period has passed; all of them see the new time.
    /// </summary>
    /// <param name="time">How much; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative: time doesn't run back. See <see cref="Shift"/>.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        lock (_lock)
        {
            _utcTicks += time.Ticks;
            _passed += time.Ticks;
        }

        GoOff();
    }

    /// <summary>Lets time pass until the clock shows <paramref name="now"/>.</summary>
    /// <param name="now">The time to come to; not before the present one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the past: time doesn't run back. See <see cref="AdjustTime"/>.</exception>
    public void SetUtcNow(DateTimeOffset now)
    {
        TimeSpan passing = now - GetUtcNow();
        if (passing < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(now), $"It is {GetUtcNow():O} already, and time doesn't run back. To set the clock back as an operator would, call {nameof(AdjustTime)}.");
        }

        Advance(passing);
    }

    /// <summary>Sets the clock, forwards or backwards, as an operator or NTP does. No time passes by that: the timestamp stays, and no timer goes off.</summary>
    /// <param name="now">What the clock shows from now on.</param>
    public void AdjustTime(DateTimeOffset now)
    {
        lock (_lock)
        {
            _utcTicks = now.UtcTicks;
        }
    }

    /// <summary>Sets the clock by a difference; otherwise like <see cref="AdjustTime"/>.</summary>
    /// <param name="difference">How far, forwards or backwards.</param>
    public void Shift(TimeSpan difference)
    {
        lock (_lock)
        {
            _utcTicks += difference.Ticks;
        }
    }

    /// <summary>
    /// Waits until somebody sets a timer, and says for how long: so that a test moves the clock only once the code under
    /// test waits. Each setting of a timer is told once, in order, also one from before this call.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<TimeSpan> NextTimerAsync(CancellationToken cancellationToken = default) => _set.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>A timer on this clock. One that is due at once goes off before this returns.</summary>
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void GoOff()
    {
        while (NextDue() is { } timer)
        {
            timer.Callback(timer.State);
        }
    }

    /// <summary>The earliest timer that is due, which is then set to its next time or taken out.</summary>
    private ManualTimer? NextDue()
    {
        lock (_lock)
        {
            ManualTimer? next = null;
            foreach (ManualTimer timer in _armed)
            {
                // Tests that count allocations move the clock while they count: no query here.
                if (timer.Due <= _passed && (next is null || (timer.Due, timer.Order).CompareTo((next.Due, next.Order)) < 0))
                {
                    next = timer;
                }
            }

            if (next is { IsPeriodic: true })
            {
                next.Due += next.Period;
            }
            else if (next is not null)
            {
                _armed.Remove(next);
            }

            return next;
        }
    }

    private void Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _passed + dueTime.Ticks;
            timer.Period = period.Ticks;
            timer.Order = _timersSet++;
            _armed.Add(timer);
            _set.Writer.TryWrite(dueTime);
        }

        GoOff();
    }

    private void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _isDisposed;

        public TimerCallback Callback => callback;

        public object? State => state;

        public long Due { get; set; }

        public long Period { get; set; }

        public long Order { get; set; }

        public bool IsPeriodic => Period > 0;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfNegative(dueTime, nameof(dueTime));
            ThrowIfNegative(period, nameof(period));
            if (_isDisposed)
            {
                return false;
            }

            clock.Set(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            _isDisposed = true;
            clock.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static void ThrowIfNegative(TimeSpan time, string name)
        {
            if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
            {
                throw new ArgumentOutOfRangeException(name, "A timer's times are zero or more, or infinite.");
            }
        }
    }
}
