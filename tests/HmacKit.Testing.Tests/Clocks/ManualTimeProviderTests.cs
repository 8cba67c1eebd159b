namespace HmacKit.Testing.Tests.Clocks;

public class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _log = [];

    [Fact]
    public void It_stands_still_until_time_passes_and_then_clock_and_timestamp_move_together()
    {
        long stamp = _clock.GetTimestamp();
        Assert.Equal(ManualTimeProvider.Start, _clock.GetUtcNow());
        Assert.Equal(_clock.GetUtcNow(), _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(ManualTimeProvider.Start.AddSeconds(90), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetElapsedTime(stamp));
        _clock.SetUtcNow(ManualTimeProvider.Start.AddSeconds(100));
        Assert.Equal(TimeSpan.FromSeconds(100), _clock.GetElapsedTime(stamp));
        Assert.Equal(TimeSpan.Zero, _clock.GetLocalNow().Offset);
    }

    [Fact]
    public void A_time_in_any_offset_is_shown_in_UTC()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal("2025-12-31T23:00:00.0000000+00:00", clock.GetUtcNow().ToString("O"));
    }

    [Fact]
    public void Setting_the_clock_lets_no_time_pass()
    {
        using ITimer timer = Timer("timer", 10);
        long stamp = _clock.GetTimestamp();
        _clock.AdjustTime(ManualTimeProvider.Start.AddDays(1));
        _clock.Shift(TimeSpan.FromDays(-2));
        Assert.Equal(ManualTimeProvider.Start.AddDays(-1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(stamp));
        Assert.Empty(_log);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["timer"], _log);
    }

    [Fact]
    public void Time_does_not_run_back()
    {
        Assert.Throws<ArgumentOutOfRangeException>("time", () => _clock.Advance(TimeSpan.FromTicks(-1)));
        Exception refused = Assert.Throws<ArgumentOutOfRangeException>("now", () => _clock.SetUtcNow(ManualTimeProvider.Start.AddTicks(-1)));
        Assert.Contains("AdjustTime", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ManualTimeProvider.Start, _clock.GetUtcNow());
    }

    [Fact]
    public void Timers_go_off_in_the_order_of_their_times_once_their_time_has_come()
    {
        using ITimer late = Timer("late", 30);
        using ITimer early = Timer("early", 10);
        using ITimer alsoEarly = Timer("also early", 10);
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Empty(_log);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["early", "also early"], _log);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["early", "also early", "late"], _log);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, _log.Count);
    }

    [Fact]
    public void A_periodic_timer_goes_off_as_often_as_its_period_has_passed()
    {
        using ITimer timer = Timer("tick", 10, period: 5);
        _clock.Advance(TimeSpan.FromSeconds(26));
        Assert.Equal(4, _log.Count);
        _clock.SetUtcNow(_clock.GetUtcNow().AddSeconds(4));
        Assert.Equal(5, _log.Count);
    }

    [Fact]
    public void A_timer_that_is_due_at_once_goes_off_at_once()
    {
        using ITimer timer = Timer("now", 0);
        Assert.Equal(["now"], _log);
    }

    [Fact]
    public void A_timer_can_be_set_anew_stopped_and_disposed()
    {
        ITimer timer = Timer("timer", 10);
        Assert.True(timer.Change(TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan));
        _clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Empty(_log);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_log);
        Assert.True(timer.Change(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(5)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_log);
        timer.Change(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        timer.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_log);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_timer_may_be_set_and_disposed_while_it_goes_off()
    {
        ITimer? timer = null;
        int count = 0;
        timer = _clock.CreateTimer(
            _ =>
            {
                if (++count < 3)
                {
                    timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                }
                else
                {
                    timer!.Dispose();
                }
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Delays_and_time_outs_go_by_it()
    {
        Task delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10), _clock);
        Assert.Equal(TimeSpan.FromMinutes(5), await _clock.NextTimerAsync());
        Assert.Equal(TimeSpan.FromMinutes(10), await _clock.NextTimerAsync());
        _clock.Advance(TimeSpan.FromMinutes(5));
        await delay.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(timeout.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public async Task A_test_can_wait_until_somebody_waits()
    {
        Task<TimeSpan> set = _clock.NextTimerAsync();
        Assert.False(set.IsCompleted);
        Task delay = Task.Run(() => Task.Delay(TimeSpan.FromSeconds(7), _clock));
        Assert.Equal(TimeSpan.FromSeconds(7), await set.WaitAsync(TimeSpan.FromSeconds(30)));
        _clock.Advance(TimeSpan.FromSeconds(7));
        await delay.WaitAsync(TimeSpan.FromSeconds(30));
        using var cancelled = new CancellationTokenSource();
        Task<TimeSpan> never = _clock.NextTimerAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Fact]
    public void Wrong_times_and_no_callback_are_mistakes_of_the_program()
    {
        Assert.Throws<ArgumentNullException>("callback", () => _clock.CreateTimer(null!, null, TimeSpan.Zero, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("dueTime", () => Timer("x", -2));
        Assert.Throws<ArgumentOutOfRangeException>("period", () => Timer("x", 1, period: -2));
    }

    [Fact]
    public async Task Many_threads_may_move_it()
    {
        int ticks = 0;
        await using ITimer timer = _clock.CreateTimer(_ => Interlocked.Increment(ref ticks), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 250; i++)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        })));
        Assert.Equal(ManualTimeProvider.Start.AddSeconds(1000), _clock.GetUtcNow());
        Assert.Equal(1000, ticks);
    }

    private ITimer Timer(string name, double due, double? period = null) => _clock.CreateTimer(
        _ => _log.Add(name), null, TimeSpan.FromSeconds(due), period is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
}
