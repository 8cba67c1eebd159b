namespace HmacKit.Tests.Limits;

public sealed class LimitClockTests
{
    [Theory]
    [InlineData(10_000_000)] // Windows
    [InlineData(1_000_000_000)] // Linux
    [InlineData(24_000_000)]
    [InlineData(3_579_545)]
    public void Time_is_told_in_ticks_whatever_the_frequency_of_the_timestamps(long frequency)
    {
        var source = new Source(frequency) { Timestamp = 123_456_789 };
        var clock = new LimitClock(source);
        long start = clock.Now();
        foreach (long seconds in (long[])[0, 1, 60, 86_400, 10 * 31_536_000])
        {
            source.Timestamp = 123_456_789 + (seconds * frequency);
            Assert.Equal(start + (seconds * TimeSpan.TicksPerSecond), clock.Now());
        }
    }

    [Theory]
    [InlineData(1_000_000_000, 99, 0)]
    [InlineData(1_000_000_000, 100, 1)]
    [InlineData(1_000_000_000, 199, 1)]
    [InlineData(3_579_545, 1, 2)]
    [InlineData(3_579_545, 3, 8)]
    public void Parts_of_a_tick_have_not_passed_yet(long frequency, long timestamps, long ticks)
    {
        var source = new Source(frequency);
        var clock = new LimitClock(source);
        long start = clock.Now();
        source.Timestamp = timestamps;
        Assert.Equal(ticks, clock.Now() - start);
    }

    [Fact]
    public void A_time_before_the_clock_was_made_is_when_it_was_made()
    {
        var source = new Source(10_000_000) { Timestamp = 5000 };
        var clock = new LimitClock(source);
        long start = clock.Now();
        Assert.Equal(start, clock.At(0));
        Assert.Equal(start, clock.At(-1));
        Assert.Equal(start, clock.At(long.MinValue));
    }

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    [InlineData(1)]
    public void A_time_that_cannot_be_counted_any_more_is_the_last_one(long frequency)
    {
        var clock = new LimitClock(new Source(frequency));
        Assert.InRange(clock.At(long.MaxValue), TokenSchedule.MaxTicks / 2, TokenSchedule.MaxTicks);
        Assert.Equal(clock.Floor, clock.At(0));
    }

    [Fact]
    public void Once_a_time_was_told_the_clock_goes_back_by_less_than_a_millisecond()
    {
        var clock = new LimitClock(new Source(10_000_000));
        foreach (long timestamp in (long[])[50_000_000, 49_999_999, 40_000_000, 50_009_999, 0, 50_000_000, 70_000_000, 60_000_000])
        {
            long now = clock.At(timestamp);
            Assert.InRange(clock.Floor, now - TimeSpan.TicksPerMillisecond + 1, now);
        }
    }

    private sealed class Source(long frequency) : TimeProvider
    {
        public long Timestamp { get; set; }

        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => Timestamp;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
