namespace HmacKit.Tests.Limits;

public sealed class BucketLimitTests
{
    [Fact]
    public void A_limit_per_second_minute_hour_or_day_holds_what_flows_in_during_one()
    {
        Assert.Equal((3, 3, TimeSpan.FromSeconds(1), "second"), Of(BucketLimit.PerSecond(3)));
        Assert.Equal((100, 100, TimeSpan.FromMinutes(1), "minute"), Of(BucketLimit.PerMinute(100)));
        Assert.Equal((1000, 1000, TimeSpan.FromHours(1), "hour"), Of(BucketLimit.PerHour(1000)));
        Assert.Equal((1, 1, TimeSpan.FromDays(1), "day"), Of(BucketLimit.PerDay(1)));
        Assert.Equal((10, 10, TimeSpan.FromMinutes(1), "bulk"), Of(BucketLimit.PerMinute(10, "bulk")));

        static (int, int, TimeSpan, string) Of(BucketLimit limit) => (limit.Capacity, limit.Tokens, limit.Period, limit.Name);
    }

    [Theory]
    [InlineData(0, 1, 1000, "capacity", "1 or more")]
    [InlineData(-1, 1, 1000, "capacity", "1 or more")]
    [InlineData(int.MinValue, 1, 1000, "capacity", "1 or more")]
    [InlineData(1, 0, 1000, "tokens", "1 or more")]
    [InlineData(1, -5, 1000, "tokens", "1 or more")]
    [InlineData(1, 10_000_001, 1000, "tokens", "At most 10000000")]
    [InlineData(1, int.MaxValue, 1000, "tokens", "shorter period")]
    [InlineData(1, 1, 0, "period", "TimeSpan.FromMinutes(1)")]
    [InlineData(1, 1, -60_000, "period", "TimeSpan.FromMinutes(1)")]
    [InlineData(1, 1, 0.5, "period", "whole milliseconds")]
    [InlineData(1, 1, 31_622_400_001, "capacity", "over 366 days")]
    [InlineData(int.MaxValue, 1, 86_400_000, "capacity", "lower the capacity or raise the rate")]
    [InlineData(int.MaxValue, 10_000_000, 9e14, "capacity", "lower the capacity or raise the rate")]
    public void Numbers_that_make_no_limit_are_refused_with_the_way_to_mend_them(int capacity, int tokens, double milliseconds, string parameter, string advice)
    {
        var period = new TimeSpan((long)(milliseconds * TimeSpan.TicksPerMillisecond));
        var refused = Assert.Throws<ArgumentOutOfRangeException>(parameter, () => new BucketLimit(capacity, tokens, period));
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 31_622_400_000)]
    [InlineData(int.MaxValue, 10_000_000, 1)]
    [InlineData(int.MaxValue, 9_999_991, 1000)]
    [InlineData(1, 10_000_000, 31_622_400_000)]
    [InlineData(366, 1, 86_400_000)]
    public void The_greatest_numbers_are_counted_without_overflow(int capacity, int tokens, double milliseconds)
    {
        var limit = new BucketLimit(capacity, tokens, TimeSpan.FromMilliseconds(milliseconds));
        long now = TokenSchedule.MaxTicks;
        Assert.Equal(LimitStatus.Allowed, limit.Evaluate(limit.Schedule.FullAt(now), now, capacity, out long next));
        Assert.True(next > 0);
        Assert.Equal(0, limit.Schedule.CountTokens(next, now));
        Assert.Equal(LimitStatus.Exhausted, limit.Evaluate(next, now, capacity, out _));
        long exact = now + (long)(((Int128)capacity * limit.Period.Ticks) / tokens);
        Assert.InRange(limit.Schedule.WhenFull(next), exact - TokenSchedule.MaxStep, exact + TokenSchedule.MaxStep);
        Assert.Equal(limit.Schedule.WhenFull(next), limit.Schedule.WhenHolds(next, capacity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a,b")]
    [InlineData("a\r\nb")]
    [InlineData("\u00fc")]
    public void A_name_that_could_not_stand_in_a_header_is_refused(string name) =>
        Assert.Throws<ArgumentException>(nameof(name), () => BucketLimit.PerHour(1, name));

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        Assert.Equal(64, BucketLimit.PerHour(1, new string('n', BucketLimit.MaxNameLength)).Name.Length);
        Assert.Throws<ArgumentException>("name", () => BucketLimit.PerHour(1, new string('n', BucketLimit.MaxNameLength + 1)));
    }

    [Fact]
    public void Every_limit_is_called_as_its_program_calls_it()
    {
        Func<int, string?, BucketLimit>[] limits =
        [
            BucketLimit.PerSecond, BucketLimit.PerMinute, BucketLimit.PerHour, BucketLimit.PerDay,
            BucketLimit.InAnySecond, BucketLimit.InAnyMinute, BucketLimit.InAnyHour, BucketLimit.InAnyDay,
        ];
        Assert.All(limits, limit => Assert.Equal("orders", limit(5, "orders").Name));
        Assert.Equal(["second", "minute", "hour", "day", "second", "minute", "hour", "day"], limits.Select(limit => limit(5, null).Name));
    }

    [Fact]
    public void Without_a_name_a_limit_is_called_by_its_period()
    {
        Assert.Equal("900s", new BucketLimit(5, 5, TimeSpan.FromMinutes(15)).Name);
        Assert.Equal("1500ms", new BucketLimit(5, 5, TimeSpan.FromSeconds(1.5)).Name);
    }

    [Fact]
    public void A_set_and_a_name_that_are_refused_say_what_they_may_be()
    {
        Assert.Contains("'bulk'", Assert.Throws<ArgumentException>(() => BucketLimit.PerHour(1, "two words")).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 8 limits, not 0", Assert.Throws<ArgumentException>(() => BucketLimits.Create()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_limits_that_differ_in_anything_have_buckets_of_their_own()
    {
        BucketLimit[] limits =
        [
            new(5, 10, TimeSpan.FromMinutes(1), "a"), new(5, 10, TimeSpan.FromMinutes(1), "b"), new(6, 10, TimeSpan.FromMinutes(1), "a"),
            new(5, 11, TimeSpan.FromMinutes(1), "a"), new(5, 10, TimeSpan.FromMinutes(2), "a"), new(10, 10, TimeSpan.FromMinutes(1), "a"),
            BucketLimit.InAny(10, TimeSpan.FromMinutes(1), "a"),
        ];
        Assert.Equal(limits.Length, limits.DistinctBy(limit => limit.Fingerprint).Count());
        Assert.Equal(limits[0].Fingerprint, new BucketLimit(5, 10, TimeSpan.FromMinutes(1), "a").Fingerprint);
    }

    [Fact]
    public void A_limit_says_in_words_what_it_is() =>
        Assert.Equal("hour: 1000 per 01:00:00, at most 50 at once", new BucketLimit(50, 1000, TimeSpan.FromHours(1), "hour").ToString());

    [Fact]
    public void The_bounds_are_those_that_the_documentation_names()
    {
        Assert.Equal(10_000_000, BucketLimit.MaxTokens);
        Assert.Equal(64, BucketLimit.MaxNameLength);
        Assert.Equal(TimeSpan.FromDays(366), BucketLimit.MaxFillTime);
        Assert.Equal(8, BucketLimits.MaxCount);
        Assert.Equal(100_000, MemoryTokenBuckets.DefaultMaxBuckets);
        Assert.Equal(50_000_000, MemoryTokenBuckets.MaxMaxBuckets);
    }

    [Fact]
    public void A_set_keeps_its_limits_in_order()
    {
        BucketLimit minute = BucketLimit.PerMinute(100);
        BucketLimit hour = BucketLimit.PerHour(1000);
        BucketLimits limits = [minute, hour];
        Assert.Equal(2, limits.Count);
        Assert.Same(hour, limits[1]);
        Assert.Equal([minute, hour], limits);
        Assert.Equal($"{minute}; {hour}", limits.ToString());
    }

    [Fact]
    public void A_set_has_one_to_eight_limits_of_different_names()
    {
        BucketLimit[] nine = [.. Enumerable.Range(0, 9).Select(i => BucketLimit.PerHour(1, $"n{i}"))];
        Assert.Throws<ArgumentException>("limits", () => BucketLimits.Create());
        Assert.Throws<ArgumentException>("limits", () => BucketLimits.Create(nine));
        Assert.Equal(8, BucketLimits.Create(nine.AsSpan(1)).Count);
        Assert.Throws<ArgumentNullException>("limits", () => BucketLimits.Create([null!]));
        var refused = Assert.Throws<ArgumentException>("limits", () => BucketLimits.Create(BucketLimit.PerHour(1), BucketLimit.PerHour(2)));
        Assert.Contains("'hour'", refused.Message, StringComparison.Ordinal);
    }
}
