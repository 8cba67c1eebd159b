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
    public void A_decision_says_in_words_what_it_is() =>
        Assert.Equal("Allowed, 987 of 1000 left (hour)", new LimitDecision(LimitStatus.Allowed, BucketLimit.PerHour(1000), 987).ToString());
}
