using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;

namespace HmacKit.Redis.Tests.Limits;

/// <summary>Leases over buckets in this process, which are counted, and over those in Redis.</summary>
public sealed class LeasedTokenBucketsTests : RedisTest
{
    private static readonly BucketLimits Hour = [BucketLimit.PerHour(100)];

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task One_call_in_ten_goes_to_the_shared_store_and_no_more_is_granted_than_it_has()
    {
        var shared = new Counted(new MemoryTokenBuckets(time: _clock));
        LeasedTokenBuckets leased = Lease(shared);
        for (int left = 99; left >= 0; left--)
        {
            LimitDecision decision = await leased.TakeAsync("caller", Hour);
            Assert.Equal((LimitStatus.Allowed, left), (decision.Status, decision.Remaining));
            Assert.Same(Hour[0], decision.Binding);
        }

        Assert.Equal(10, shared.Calls);
        LimitDecision refused = await leased.TakeAsync("caller", Hour);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.Equal(TimeSpan.FromSeconds(36), refused.RetryAfter);
    }

    [Fact]
    public async Task Fewer_than_a_lease_are_still_granted_to_the_last()
    {
        LeasedTokenBuckets leased = Lease(new MemoryTokenBuckets(time: _clock), size: 7);
        int granted = 0;
        while ((await leased.TakeAsync("caller", Hour)).Allowed)
        {
            granted++;
        }

        Assert.Equal(100, granted);
    }

    [Fact]
    public async Task What_is_not_handed_out_in_time_is_given_up()
    {
        var shared = new MemoryTokenBuckets(time: _clock);
        LeasedTokenBuckets leased = Lease(shared);
        await leased.TakeAsync("caller", Hour);
        Assert.Equal(90, shared.Take("caller", Hour, 0).Remaining);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await leased.TakeAsync("caller", Hour);
        Assert.Equal(80, shared.Take("caller", Hour, 0).Remaining);
    }

    [Fact]
    public async Task Callers_and_limits_have_leases_of_their_own_and_large_calls_none()
    {
        var shared = new Counted(new MemoryTokenBuckets(time: _clock));
        LeasedTokenBuckets leased = Lease(shared);
        await leased.TakeAsync("one", Hour);
        await leased.TakeAsync("two", Hour);
        await leased.TakeAsync("two", [BucketLimit.PerDay(100)]);
        Assert.Equal((3, 3), (shared.Calls, leased.Count));
        Assert.Equal(80, (await leased.TakeAsync("one", Hour, 10)).Remaining);
        Assert.Equal(4, shared.Calls);
    }

    [Fact]
    public async Task A_limit_below_a_lease_is_leased_no_more_than_it_holds()
    {
        LeasedTokenBuckets leased = Lease(new MemoryTokenBuckets(time: _clock));
        BucketLimits few = [BucketLimit.PerHour(3)];
        Assert.True((await leased.TakeAsync("caller", few)).Allowed);
        Assert.True((await leased.TakeAsync("caller", few, 2)).Allowed);
        Assert.False((await leased.TakeAsync("caller", few)).Allowed);
        Assert.Equal(LimitStatus.OverCapacity, (await leased.TakeAsync("caller", few, 4)).Status);
    }

    [Fact]
    public async Task The_memory_is_bounded_and_forgets_what_has_expired()
    {
        LeasedTokenBuckets leased = Lease(new MemoryTokenBuckets(time: _clock));
        for (int i = 0; i < LeasedTokenBuckets.MaxLeases + 50; i++)
        {
            Assert.True((await leased.TakeAsync($"caller {i}", Hour)).Allowed);
        }

        Assert.Equal(LeasedTokenBuckets.MaxLeases, leased.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await leased.TakeAsync("another", Hour);
        Assert.Equal(1, leased.Count);
    }

    [Fact]
    public async Task Machines_that_lease_from_one_bucket_never_grant_more_than_it_has()
    {
        BucketLimits limits = [new BucketLimit(1000, 1000, TimeSpan.FromDays(300), "slow")];
        int granted = 0;
        LeasedTokenBuckets[] machines =
        [
            .. Enumerable.Range(0, 4).Select(_ => new LeasedTokenBuckets(new RedisTokenBuckets(Connection, Options), 8, TimeSpan.FromMinutes(1), TimeProvider.System)),
        ];
        await Simultaneous.Run(8, async thread =>
        {
            for (int i = 0; i < 200; i++)
            {
                if ((await machines[thread % 4].TakeAsync("caller", limits)).Allowed)
                {
                    Interlocked.Increment(ref granted);
                }
            }
        });

        // All that was asked for was more than there is; what is missing is on lease somewhere.
        Assert.InRange(granted, 1000 - (4 * 7), 1000);
    }

    private LeasedTokenBuckets Lease(ITokenBucketStore shared, int size = 10) => new(shared, size, TimeSpan.FromSeconds(1), _clock);

    private sealed class Counted(ITokenBucketStore store) : ITokenBucketStore
    {
        public int Calls { get; private set; }

        public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
        {
            Calls++;
            return store.TakeAsync(caller, limits, tokens, cancellationToken);
        }
    }
}
