using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class TokenBucketTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(100, 3600)]
    [InlineData(1_000, 3600)]
    [InlineData(10_000, 3600)]
    [InlineData(100, 60)]
    [InlineData(10, 60)]
    [InlineData(3, 1)]
    [InlineData(7, 3600)]
    [InlineData(1021, 3600)]
    public void After_retry_after_a_call_is_allowed_and_one_tick_earlier_it_is_not(int tokens, int seconds)
    {
        var limit = new BucketLimit(tokens, tokens, TimeSpan.FromSeconds(seconds));
        var bucket = new TokenBucket(limit, _clock);
        for (int i = 0; i < 50; i++)
        {
            int cost = 1 + (i % Math.Min(tokens, 3));
            while (bucket.TryTake(cost).Allowed)
            {
                _clock.Advance(Tick);
            }

            LimitDecision refused = bucket.TryTake(cost);
            Assert.InRange(refused.RetryAfter, Tick, TimeSpan.FromSeconds((double)cost * seconds / tokens) + Tick);
            _clock.Advance(refused.RetryAfter - Tick);
            Assert.Equal(LimitStatus.Exhausted, bucket.TryTake(cost).Status);
            _clock.Advance(Tick);
            Assert.Equal(LimitStatus.Allowed, bucket.TryTake(cost).Status);
        }
    }

    [Theory]
    [InlineData(9_999, 3600)]
    [InlineData(99_999, 3600)]
    [InlineData(9_999_991, 86_400)]
    [InlineData(1_000_003, 1)]
    public void Retry_after_is_exact_to_the_tick_for_odd_rates_too(int tokens, int seconds)
    {
        var bucket = new TokenBucket(new BucketLimit(5, tokens, TimeSpan.FromSeconds(seconds)), _clock);
        for (int i = 0; i < 50; i++)
        {
            while (bucket.TryTake(2).Allowed)
            {
                _clock.Advance(Tick);
            }

            TimeSpan wait = bucket.TryTake(2).RetryAfter;
            Assert.InRange(wait, Tick, (2 * TimeSpan.FromSeconds((double)seconds / tokens)) + TimeSpan.FromMilliseconds(1));
            _clock.Advance(wait - Tick);
            Assert.Equal(LimitStatus.Exhausted, bucket.TryTake(2).Status);
            _clock.Advance(Tick);
            Assert.Equal(LimitStatus.Allowed, bucket.TryTake(2).Status);
        }
    }

    [Fact]
    public void Reset_is_the_tick_at_which_the_bucket_is_full()
    {
        var bucket = new TokenBucket(new BucketLimit(3, 3, TimeSpan.FromSeconds(1)), _clock);
        Assert.Equal(_clock.GetUtcNow(), bucket.TryTake(0).Reset);
        DateTimeOffset reset = bucket.TryTake().Reset;
        Assert.Equal(_clock.GetUtcNow().AddTicks(3_333_334), reset); // a third of a second, to the next tick
        _clock.Advance(reset - _clock.GetUtcNow() - Tick);
        Assert.Equal(2, bucket.TryTake(0).Remaining);
        _clock.Advance(Tick);
        Assert.Equal(3, bucket.TryTake(0).Remaining);
        Assert.Equal(_clock.GetUtcNow(), bucket.TryTake(0).Reset);
    }

    [Fact]
    public void Reset_follows_the_wall_clock_within_a_second_of_its_being_set()
    {
        var bucket = new TokenBucket(BucketLimit.PerHour(100), _clock);
        bucket.TryTake(100);
        _clock.Shift(TimeSpan.FromDays(-3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1), bucket.TryTake().Reset);
    }

    [Fact]
    public void A_burst_may_be_smaller_or_larger_than_what_flows_in_during_a_period()
    {
        var small = new TokenBucket(new BucketLimit(capacity: 2, tokens: 60, TimeSpan.FromMinutes(1)), _clock);
        var large = new TokenBucket(new BucketLimit(capacity: 300, tokens: 60, TimeSpan.FromMinutes(1)), _clock);
        Assert.Equal(0, small.TryTake(2).Remaining);
        Assert.Equal(0, large.TryTake(300).Remaining);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, small.TryTake(0).Remaining);
        Assert.Equal(60, large.TryTake(0).Remaining);
    }

    [Fact]
    public void More_than_the_bucket_holds_is_never_allowed()
    {
        var bucket = new TokenBucket(BucketLimit.PerMinute(10), _clock);
        bucket.TryTake(4);
        LimitDecision refused = bucket.TryTake(11);
        Assert.Equal(LimitStatus.OverCapacity, refused.Status);
        Assert.Equal(LimitDecision.Never, refused.RetryAfter);
        Assert.Null(refused.RetryAfterSeconds);
        Assert.Equal(6, refused.Remaining);
        Assert.Equal(LimitStatus.OverCapacity, bucket.TryTake(int.MaxValue).Status);
        Assert.Equal(6, bucket.TryTake(0).Remaining);
    }

    [Fact]
    public void A_negative_number_of_tokens_is_a_mistake_of_the_program()
    {
        var bucket = new TokenBucket(BucketLimit.PerMinute(10), _clock);
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => bucket.TryTake(-1));
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => bucket.TryTake(int.MinValue, _clock.GetTimestamp()));
        Assert.Throws<ArgumentNullException>("limit", () => new TokenBucket(null!));
    }

    [Fact]
    public void Threads_that_take_at_once_get_exactly_what_there_is()
    {
        var bucket = new TokenBucket(BucketLimit.PerHour(1_000_000), _clock);
        int allowed = 0;
        AtOnce.Run(4, _ =>
        {
            int own = 0;
            for (int i = 0; i < 300_000; i++)
            {
                own += bucket.TryTake().Allowed ? 1 : 0;
            }

            Interlocked.Add(ref allowed, own);
        });
        Assert.Equal(1_000_000, allowed);
    }

    [Fact]
    public void The_system_clock_refills_it_without_being_asked_to()
    {
        var bucket = new TokenBucket(new BucketLimit(1, 1000, TimeSpan.FromSeconds(1)));
        Assert.True(bucket.TryTake().Allowed);
        Assert.True(SpinWait.SpinUntil(() => bucket.TryTake().Allowed, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Taking_and_refusing_allocate_nothing()
    {
        var bucket = new TokenBucket(new BucketLimit(1000, 999, TimeSpan.FromSeconds(1)), _clock);
        Assert.Equal(0, Allocations.LeastOf(50, _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            for (int i = 0; i < 2000; i++)
            {
                bucket.TryTake();
            }
        }));
        Assert.Equal(LimitStatus.Exhausted, bucket.TryTake().Status);
    }
}
