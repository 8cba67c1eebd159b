namespace HmacKit.Testing.Tests.Clocks;

public class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void It_stands_still_until_time_passes_and_then_clock_and_timestamp_move_together()
    {
        long stamp = _clock.GetTimestamp();
        Assert.Equal(ManualTimeProvider.DefaultStart, _clock.GetUtcNow());
        Assert.Equal(_clock.GetUtcNow(), _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(ManualTimeProvider.DefaultStart.AddSeconds(90), _clock.GetUtcNow());
        _clock.SetUtcNow(ManualTimeProvider.DefaultStart.AddSeconds(100));
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
    public void Shifting_the_clock_lets_no_time_pass()
    {
        int fired = 0;
        using ITimer timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        long stamp = _clock.GetTimestamp();
        _clock.Shift(TimeSpan.FromDays(1));
        _clock.Shift(TimeSpan.FromDays(-2));
        Assert.Equal(ManualTimeProvider.DefaultStart.AddDays(-1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(stamp));
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal(0, fired);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, fired);
        Assert.Equal(TimeSpan.FromSeconds(10), _clock.GetElapsedTime(stamp));
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
    public async Task A_test_can_wait_until_the_code_under_test_waits()
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
    public async Task A_timer_that_is_set_again_is_reported_again_and_one_that_is_stopped_is_not()
    {
        await using ITimer timer = _clock.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.FromSeconds(3), await _clock.NextTimerAsync());
        Assert.Equal(TimeSpan.FromSeconds(4), await _clock.NextTimerAsync());
    }

    [Fact]
    public async Task Threads_that_shift_and_read_it_never_see_the_timestamp_move()
    {
        long stamp = _clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _clock.Shift(TimeSpan.FromSeconds(thread % 2 == 0 ? 1 : -1));
                Assert.Equal(stamp, _clock.GetTimestamp());
            }
        })));
        Assert.Equal(ManualTimeProvider.DefaultStart, _clock.GetUtcNow());
    }
}
