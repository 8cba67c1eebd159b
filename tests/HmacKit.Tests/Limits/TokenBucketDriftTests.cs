using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

/// <summary>A simulated year: at its end exactly as many tokens were given as the rate says, not one more or less.</summary>
public sealed class TokenBucketDriftTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(100, 3_600_000)]
    [InlineData(7, 3_600_000)]
    [InlineData(1_021, 86_400_000)]
    [InlineData(9_999, 604_800_000)]
    public void A_caller_who_waits_as_told_gets_exactly_the_rate(int tokens, int milliseconds)
    {
        var limit = new BucketLimit(3, tokens, TimeSpan.FromMilliseconds(milliseconds));
        var bucket = new TokenBucket(limit, _clock);
        bucket.TryTake(3);
        long given = 0;
        while (true)
        {
            LimitDecision decision = bucket.TryTake();
            given += decision.Allowed ? 1 : 0;
            if (_clock.GetTimestamp() + decision.RetryAfter.Ticks > Year.Ticks)
            {
                break;
            }

            _clock.Advance(decision.RetryAfter);
        }

        Assert.Equal((long)((Int128)Year.Ticks * tokens / limit.Period.Ticks), given);
    }

    [Theory]
    [InlineData(100, 3_600_000)]
    [InlineData(1_000, 3_600_000)]
    [InlineData(10_000, 3_600_000)]
    [InlineData(100, 60_000)]
    [InlineData(3, 1_000)]
    [InlineData(9_999, 3_600_000)]
    [InlineData(99_999, 3_600_000)]
    [InlineData(1_000_003, 86_400_000)]
    [InlineData(9_999_991, 1_000)]
    public void A_caller_who_comes_at_odd_times_gets_exactly_the_rate(int tokens, int milliseconds)
    {
        // A bucket that never gets full, from which each time all is taken that is there.
        int capacity = (int)((long)tokens * 180_000 / milliseconds) + 2;
        var limit = new BucketLimit(capacity, tokens, TimeSpan.FromMilliseconds(milliseconds));
        var bucket = new TokenBucket(limit, _clock);
        bucket.TryTake(limit.Capacity);
        var random = new Random(tokens);
        long given = 0;
        while (_clock.GetTimestamp() < Year.Ticks)
        {
            long later = Math.Min(random.NextInt64(1, 3 * TimeSpan.TicksPerMinute), Year.Ticks - _clock.GetTimestamp());
            _clock.Advance(TimeSpan.FromTicks(later));
            int there = bucket.TryTake(0).Remaining;
            Assert.True(there == 0 || bucket.TryTake(there).Allowed);
            given += there;
        }

        Assert.Equal((long)((Int128)Year.Ticks * tokens / limit.Period.Ticks), given);
    }
}
