namespace HmacKit.Tests.Limits;

public sealed class LimitDecisionTests
{
    [Fact]
    public void The_default_decision_is_no()
    {
        LimitDecision decision = default;
        Assert.False(decision.Allowed);
        Assert.Equal(LimitStatus.Unavailable, decision.Status);
        Assert.Equal(0, decision.Limit);
        Assert.Equal(0, decision.Remaining);
        Assert.Equal(TimeSpan.Zero, decision.RetryAfter);
        Assert.Equal(DateTimeOffset.MinValue, decision.Reset);
        Assert.Equal(0, decision.ResetUnixSeconds);
        Assert.Null(decision.RetryAfterSeconds);
        Assert.Equal("Unavailable", decision.ToString());
    }

    [Fact]
    public void Only_the_status_allowed_is_yes()
    {
        foreach (LimitStatus status in Enum.GetValues<LimitStatus>())
        {
            Assert.Equal(status == LimitStatus.Allowed, new LimitDecision(status).Allowed);
        }
    }

    [Theory]
    [InlineData(1_703_677_200_000, 0, 1_703_677_200)]
    [InlineData(1_703_677_200_000, 1, 1_703_677_201)]
    [InlineData(1_703_677_200_999, 0, 1_703_677_201)]
    public void Reset_for_a_header_is_rounded_up_to_whole_seconds(long milliseconds, long ticks, long seconds)
    {
        DateTimeOffset reset = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).AddTicks(ticks);
        var decision = new LimitDecision(LimitStatus.Allowed, BucketLimit.PerHour(1000), 987, reset.ToOffset(TimeSpan.FromHours(2)));
        Assert.Equal(reset, decision.Reset);
        Assert.Equal(TimeSpan.Zero, decision.Reset.Offset);
        Assert.Equal(seconds, decision.ResetUnixSeconds);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1L)]
    [InlineData(10_000_000, 1L)]
    [InlineData(10_000_001, 2L)]
    [InlineData(long.MaxValue, null)]
    public void Retry_after_for_a_header_is_rounded_up_to_whole_seconds(long ticks, long? seconds)
    {
        var decision = new LimitDecision(LimitStatus.Exhausted, BucketLimit.PerHour(1000), retryAfter: TimeSpan.FromTicks(ticks));
        Assert.Equal(seconds, decision.RetryAfterSeconds);
    }

    [Fact]
    public void A_wait_that_is_none_is_no_header_and_a_time_before_1970_is_1970()
    {
        Assert.Null(new LimitDecision(LimitStatus.Exhausted, retryAfter: TimeSpan.FromTicks(-10_000_001)).RetryAfterSeconds);
        Assert.Equal(0, new LimitDecision(LimitStatus.Allowed, reset: DateTimeOffset.UnixEpoch.AddTicks(-10_000_001)).ResetUnixSeconds);
        Assert.Equal(1, new LimitDecision(LimitStatus.Allowed, reset: DateTimeOffset.UnixEpoch.AddTicks(1)).ResetUnixSeconds);
    }

    [Theory]
    [InlineData(2, 5, 0, 1, 0, 9, true)]
    [InlineData(1, 0, 9, 2, 5, 0, false)]
    [InlineData(1, 4, 0, 1, 5, 9, true)]
    [InlineData(1, 5, 9, 1, 4, 0, false)]
    [InlineData(1, 5, 9, 1, 5, 8, true)]
    [InlineData(1, 5, 8, 1, 5, 9, false)]
    [InlineData(1, 5, 9, 1, 5, 9, false)]
    public void The_longer_wait_binds_more_then_the_fewer_tokens_then_the_later_reset(int wait, int remaining, int reset, int otherWait, int otherRemaining, int otherReset, bool isMore)
    {
        BucketLimit limit = BucketLimit.PerHour(1000);
        LimitDecision Of(int wait, int remaining, int reset) => new(LimitStatus.Exhausted, limit, remaining, reset, TimeSpan.FromTicks(wait));
        Assert.Equal(isMore, Of(wait, remaining, reset).BindsMoreThan(Of(otherWait, otherRemaining, otherReset)));
    }

    [Fact]
    public void A_decision_says_in_words_what_it_is() =>
        Assert.Equal("Allowed, 987 of 1000 left (hour)", new LimitDecision(LimitStatus.Allowed, BucketLimit.PerHour(1000), 987).ToString());
}
