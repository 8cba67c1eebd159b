using System.Threading.RateLimiting;
using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

/// <summary>As ASP.NET Core's rate limiting sees it.</summary>
public sealed class RateLimiterAdapterTests
{
    private static readonly BucketLimits Bulk = [BucketLimit.PerMinute(10)];

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_bucket_as_a_rate_limiter_gives_leases_until_it_is_empty()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        using RateLimitLease first = limiter.AttemptAcquire(4);
        using RateLimitLease second = await limiter.AcquireAsync(6);
        using RateLimitLease third = await limiter.AcquireAsync(2);
        Assert.True(first.IsAcquired);
        Assert.True(second.IsAcquired);
        Assert.False(third.IsAcquired);
    }

    [Fact]
    public void A_refused_lease_tells_when_to_retry_and_a_given_one_nothing()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        using RateLimitLease given = limiter.AttemptAcquire(10);
        using RateLimitLease refused = limiter.AttemptAcquire(2);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(12), retryAfter);
        Assert.Equal([MetadataName.RetryAfter.Name], refused.MetadataNames);
        Assert.False(refused.TryGetMetadata("REASON_PHRASE", out _));
        Assert.False(given.TryGetMetadata(MetadataName.RetryAfter, out _));
        Assert.Empty(given.MetadataNames);
    }

    [Fact]
    public void A_lease_for_more_than_the_bucket_holds_does_not_say_that_waiting_helps()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        using RateLimitLease refused = limiter.AttemptAcquire(11);
        Assert.False(refused.IsAcquired);
        Assert.False(refused.TryGetMetadata(MetadataName.RetryAfter, out _));
    }

    [Fact]
    public void Disposing_a_lease_gives_nothing_back()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        limiter.AttemptAcquire(10).Dispose();
        Assert.Equal(0, limiter.GetStatistics()!.CurrentAvailablePermits);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void Statistics_count_what_was_given_and_refused()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        limiter.AttemptAcquire(3);
        limiter.AttemptAcquire(3);
        limiter.AttemptAcquire(8);
        RateLimiterStatistics statistics = limiter.GetStatistics()!;
        Assert.Equal(4, statistics.CurrentAvailablePermits);
        Assert.Equal(2, statistics.TotalSuccessfulLeases);
        Assert.Equal(1, statistics.TotalFailedLeases);
        Assert.Equal(0, statistics.CurrentQueuedCount);
    }

    [Fact]
    public void It_is_idle_for_as_long_as_the_bucket_has_been_full()
    {
        using RateLimiter limiter = new BucketRateLimiter(Bulk[0], _clock);
        Assert.Equal(TimeSpan.Zero, limiter.IdleDuration);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), limiter.IdleDuration);
        limiter.AttemptAcquire(2);
        Assert.Null(limiter.IdleDuration);
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(limiter.IdleDuration);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(2), limiter.IdleDuration);
    }

    [Fact]
    public void It_can_be_a_partition_of_the_frameworks_own_limiter()
    {
        using var limiter = PartitionedRateLimiter.Create<string, string>(
            key => RateLimitPartition.Get(key, _ => new BucketRateLimiter(Bulk[0], _clock)));
        Assert.True(limiter.AttemptAcquire("a", 10).IsAcquired);
        Assert.False(limiter.AttemptAcquire("a").IsAcquired);
        Assert.True(limiter.AttemptAcquire("b").IsAcquired);
    }

    [Fact]
    public async Task Buckets_by_caller_are_a_partitioned_rate_limiter()
    {
        var buckets = new MemoryTokenBuckets(time: _clock);
        using PartitionedRateLimiter<Uri> limiter = new CallerRateLimiter<Uri>(buckets, Bulk, uri => uri.Host);
        var a = new Uri("http://a/");
        var b = new Uri("http://b/");
        Assert.True(limiter.AttemptAcquire(a, 4).IsAcquired);
        Assert.True((await limiter.AcquireAsync(new Uri("http://a/other"), 6)).IsAcquired);
        using RateLimitLease refused = limiter.AttemptAcquire(a);
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(6), retryAfter);
        Assert.True(limiter.AttemptAcquire(b, 10).IsAcquired);
        Assert.Equal(0, buckets.Take("a", Bulk, 0).Remaining);
        Assert.Null(limiter.GetStatistics(a));
    }

    [Fact]
    public async Task Where_a_tier_must_be_looked_up_only_the_waiting_call_takes_tokens()
    {
        var buckets = new MemoryTokenBuckets(time: _clock);
        var tiers = new LimitTiers { ["bulk"] = Bulk };
        var callers = CallerLimiter.Create(tiers, buckets, static async (caller, _) =>
        {
            await Task.Yield();
            return caller == "stranger" ? null : "bulk";
        });
        using PartitionedRateLimiter<string> limiter = new CallerRateLimiter<string>(callers, static caller => caller);
        using RateLimitLease notAsked = limiter.AttemptAcquire("caller");
        Assert.False(notAsked.IsAcquired);
        Assert.False(notAsked.TryGetMetadata(MetadataName.RetryAfter, out _));
        Assert.Equal(10, buckets.Take("caller", Bulk, 0).Remaining);
        Assert.True((await limiter.AcquireAsync("caller", 10)).IsAcquired);
        Assert.False((await limiter.AcquireAsync("caller")).IsAcquired);
        Assert.False((await limiter.AcquireAsync("stranger")).IsAcquired);
    }

    [Fact]
    public void Nothing_may_be_missing()
    {
        var buckets = new MemoryTokenBuckets(time: _clock);
        Assert.Throws<ArgumentNullException>("limit", () => new BucketRateLimiter(null!));
        Assert.Throws<ArgumentNullException>("buckets", () => new CallerRateLimiter<string>(null!, Bulk, static caller => caller));
        Assert.Throws<ArgumentNullException>("limits", () => new CallerRateLimiter<string>(buckets, null!, static caller => caller));
        Assert.Throws<ArgumentNullException>("getCaller", () => new CallerRateLimiter<string>(buckets, Bulk, null!));
        Assert.Throws<ArgumentNullException>("limiter", () => new CallerRateLimiter<string>(null!, static caller => caller));
    }
}
