using FsCheck.Fluent;

namespace HmacKit.Tests.Limits;

/// <summary>Why limits read the exact clock: a coarser one, which lags, is as good only for buckets that are known not to be full.</summary>
public sealed class LaggingClockTests
{
    private static readonly long Now = TimeSpan.FromMinutes(1).Ticks;

    [Fact]
    public void A_bucket_that_isnt_full_allows_no_more_under_a_clock_that_lags_and_is_left_the_same()
    {
        var takes =
            from limit in AnyLimit.Usual
            from missing in Gen.Choose(0, int.MaxValue)
            from lag in Gen.Choose(0, 16 * (int)TimeSpan.TicksPerMillisecond)
            from tokens in Gen.Choose(1, 10)
            select (limit.Schedule, State: limit.Schedule.FullAt(Now + missing), Lag: lag, Tokens: Math.Min(tokens, limit.Capacity));
        Seeded.Holds(takes, static take =>
        {
            if (take.Schedule.TryTake(take.State, Now - take.Lag, take.Tokens, out long lagging))
            {
                Assert.True(take.Schedule.TryTake(take.State, Now, take.Tokens, out long exact));
                Assert.Equal(exact, lagging);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_full_bucket_under_a_clock_that_lags_would_give_its_next_token_too_early(int milliseconds)
    {
        TokenSchedule schedule = BucketLimit.PerSecond(1).Schedule;
        long lag = milliseconds * TimeSpan.TicksPerMillisecond;
        Assert.True(schedule.TryTake(0, Now, 1, out long exact));
        Assert.True(schedule.TryTake(0, Now - lag, 1, out long lagging));

        long early = Now + TimeSpan.TicksPerSecond - lag;
        Assert.False(schedule.TryTake(exact, early, 1, out _));
        Assert.True(schedule.TryTake(lagging, early, 1, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_full_bucket_under_a_clock_that_is_put_forward_by_its_lag_would_refuse_the_last_of_its_tokens(int milliseconds)
    {
        TokenSchedule schedule = BucketLimit.PerSecond(5).Schedule;
        Assert.True(schedule.TryTake(0, Now, 1, out long exact));
        Assert.True(schedule.TryTake(0, Now + (milliseconds * TimeSpan.TicksPerMillisecond), 1, out long safe));

        Assert.True(schedule.TryTake(exact, Now, 4, out _));
        Assert.False(schedule.TryTake(safe, Now, 4, out _));
    }
}
