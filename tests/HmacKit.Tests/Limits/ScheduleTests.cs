namespace HmacKit.Tests.Limits;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, 1000, 1)]
    [InlineData(3, 1000, 1)]
    [InlineData(16_384, 1, 1)] // 1,024 units a tick, the most
    [InlineData(16_432, 1, 10)] // 1,027
    [InlineData(9_999, 3_600_000, 10)]
    [InlineData(9_999_991, 1000, 10_000)]
    public void A_step_is_a_tick_unless_the_rate_needs_more_than_1024_units_of_it(int tokens, int milliseconds, long step) =>
        Assert.Equal(step, new TokenSchedule(tokens, tokens, TimeSpan.FromMilliseconds(milliseconds)).Step);

    [Fact]
    public void A_bucket_is_surely_full_a_millisecond_after_the_moment_in_its_state()
    {
        TokenSchedule schedule = BucketLimit.PerSecond(3).Schedule;
        long state = schedule.FullAt(50_000_000);
        Assert.False(TokenSchedule.IsSurelyFull(state, 50_009_999));
        Assert.True(TokenSchedule.IsSurelyFull(state, 50_010_000));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(9_999_991, 1000)]
    public void The_bucket_of_another_limit_that_is_taken_over_is_full_a_millisecond_after_the_one_before(int tokens, int milliseconds)
    {
        var schedule = new TokenSchedule(tokens, tokens, TimeSpan.FromMilliseconds(milliseconds));
        long before = BucketLimit.PerSecond(1).Schedule.FullAt(50_000_000);
        Assert.True(schedule.FullAfter(before) > before);
        Assert.Equal(50_010_000, schedule.WhenFull(schedule.FullAfter(before)));
    }

    [Theory]
    [InlineData(1, 60_000, 0, 1)]
    [InlineData(100, 60_000, 0, 100)]
    [InlineData(101, 60_000, 600, 101)]
    [InlineData(102, 60_000, 600, 102)]
    [InlineData(103, 60_000, 600, 102)]
    [InlineData(10_000_000, 60_000, 600, 102)]
    [InlineData(1000, 60_001, 601, 102)]
    [InlineData(1000, 50, 1, 102)]
    [InlineData(1000, 1, 1, 102)]
    public void Over_100_tokens_a_window_is_kept_in_groups_of_a_hundredth_of_its_period(int tokens, int milliseconds, long grain, int groups)
    {
        var window = new WindowSchedule(tokens, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal((milliseconds, grain, groups), (window.Period, window.Grain, window.Groups));
        Assert.Equal(groups + 5, WindowLog.LengthFor(window));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 2)]
    public void A_take_is_written_down_at_the_next_millisecond(long ticks, long milliseconds) => Assert.Equal(milliseconds, WindowSchedule.RoundUp(ticks));

    [Fact]
    public void A_group_is_its_time_and_its_count()
    {
        long group = WindowSchedule.Pack((1L << 39) - 1, BucketLimit.MaxTokens);
        Assert.Equal((1L << 39) - 1, WindowSchedule.TimeOf(group));
        Assert.Equal(BucketLimit.MaxTokens, WindowSchedule.CountOf(group));
    }
}
