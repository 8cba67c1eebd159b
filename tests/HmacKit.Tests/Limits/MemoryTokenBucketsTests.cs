using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class MemoryTokenBucketsTests
{
    private static readonly BucketLimits Free = [BucketLimit.PerHour(100)];
    private static readonly BucketLimits MinuteAndHour = [BucketLimit.PerMinute(100), BucketLimit.PerHour(1000)];

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void There_is_room_for_the_buckets_that_were_asked_for_and_an_end_to_it(int maxBuckets)
    {
        var store = new MemoryTokenBuckets(maxBuckets, _clock);
        for (int i = 0; i < maxBuckets; i++)
        {
            Assert.Equal(LimitStatus.Allowed, store.Take($"caller {i}", Free).Status);
        }

        int further = 0;
        for (int i = 0; i < (3 * maxBuckets) + 1000; i++)
        {
            further += store.Take($"another {i}", Free).Allowed ? 1 : 0;
        }

        Assert.InRange(further, 0, (maxBuckets * 5 / 4) + 256 + 8);
        for (int i = 0; i < maxBuckets; i++)
        {
            Assert.Equal(99, store.Take($"caller {i}", Free, 0).Remaining);
        }
    }

    [Fact]
    public void A_full_store_refuses_a_new_caller_and_serves_the_others()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        string stranger = FillUp(store);
        LimitDecision refused = store.Take(stranger, Free);
        Assert.Equal(LimitStatus.StoreFull, refused.Status);
        Assert.False(refused.Allowed);
        Assert.Equal(0, refused.Remaining);
        Assert.Same(Free[0], refused.Binding);
        Assert.Equal(LimitStatus.Allowed, store.Take("caller 0", Free).Status);
    }

    [Fact]
    public void Of_several_limits_none_is_taken_from_if_there_is_no_room_for_one()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        string stranger = FillUp(store);
        BucketLimits both = [Free[0], BucketLimit.PerMinute(10)];
        int full = 0;
        for (int i = 0; i < 50; i++)
        {
            LimitDecision decision = store.Take($"caller {i}", both);
            if (decision.Status == LimitStatus.StoreFull)
            {
                full++;
                Assert.Equal(99, store.Take($"caller {i}", Free, 0).Remaining);
            }
        }

        Assert.InRange(full, 1, 50);
        Assert.Equal(LimitStatus.StoreFull, store.Take(stranger, both).Status);
    }

    [Fact]
    public void A_bucket_that_is_full_again_makes_room_for_another()
    {
        var store = new MemoryTokenBuckets(100, _clock);
        for (int round = 0; round < 50; round++)
        {
            string stranger = FillUp(store, $"round {round}");
            _clock.Advance(TimeSpan.FromSeconds(36));
            Assert.Equal(LimitStatus.StoreFull, store.Take(stranger, Free).Status); // full this very tick, forgotten a millisecond later
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(LimitStatus.Allowed, store.Take(stranger, Free).Status);
            _clock.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public void Buckets_that_still_count_are_never_forgotten_for_others()
    {
        var store = new MemoryTokenBuckets(500, _clock);
        for (int i = 0; i < 200; i++)
        {
            store.Take($"busy {i}", Free, 100);
        }

        for (int minute = 0; minute < 50; minute++)
        {
            for (int i = 0; i < 300; i++)
            {
                store.Take($"passing {minute} {i}", Free);
            }

            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(minute * 60 / 36, store.Take($"busy {i}", Free, 0).Remaining);
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void A_clock_that_goes_back_after_buckets_were_forgotten_gives_nothing_extra()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        Assert.True(store.Take("caller", Free, 100, 0).Allowed);
        long hour = TimeSpan.TicksPerHour;
        for (int i = 0; i < 1000; i++)
        {
            store.Take($"other {i}", Free, 1, hour + 10_000); // somebody gets the caller's place
        }

        Assert.Equal(0, store.Take("caller", Free, 100, 0).Remaining);
        for (long timestamp = 0; timestamp <= hour; timestamp += hour / 100)
        {
            Assert.NotEqual(LimitStatus.Allowed, store.Take("caller", Free, 1, timestamp).Status);
        }
    }

    [Fact]
    public void Whatever_the_clock_does_no_caller_gets_more_than_the_capacity_and_what_flows_in_up_to_its_highest_time()
    {
        var store = new MemoryTokenBuckets(1, _clock); // so that places change hands all the time
        BucketLimits limits = [new BucketLimit(5, 1, TimeSpan.FromSeconds(1))];
        var random = new Random(7);
        long highest = 0;
        long[] allowed = new long[600];
        for (int i = 0; i < 200_000; i++)
        {
            long timestamp = Math.Max(0, highest + random.NextInt64(-100_000_000, 1_000_000));
            highest = Math.Max(highest, timestamp);
            int caller = ((i / 20_000 * 150) + random.Next(300)) % allowed.Length; // some come, some go
            int tokens = random.Next(1, 4);
            allowed[caller] += store.Take($"caller {caller}", limits, tokens, timestamp).Allowed ? tokens : 0;
        }

        long most = 5 + (highest / TimeSpan.TicksPerSecond);
        Assert.All(allowed, count => Assert.InRange(count, 0, most));
        Assert.True(allowed.Count(count => count > 5) > 300, "Places must change hands.");
    }

    [Fact]
    public void Taking_and_refusing_allocate_nothing_for_new_callers_too()
    {
        const int Each = 200;
        var store = new MemoryTokenBuckets(1000, _clock);
        string[] callers = [.. Enumerable.Range(0, 50 * Each).Select(i => $"caller {i}")];
        var seen = new bool[Enum.GetValues<LimitStatus>().Length];
        Assert.Equal(0, Allocations.LeastOf(50, round =>
        {
            Array.Clear(seen);
            foreach (string caller in callers.AsSpan(round * Each, Each))
            {
                seen[(int)store.Take(caller, Free, 60).Status] = true;
                seen[(int)store.Take(caller, Free, 60).Status] = true;
                seen[(int)store.Take(caller, MinuteAndHour, 60).Status] = true;
                seen[(int)store.Take(caller, MinuteAndHour, 60).Status] = true;
                seen[(int)store.Take(caller, MinuteAndHour, 101).Status] = true;
            }
        }));
        Assert.True(seen[(int)LimitStatus.Allowed] || seen[(int)LimitStatus.StoreFull]);
    }

    [Fact]
    public void Asking_as_a_store_allocates_nothing_either()
    {
        ITokenBucketStore store = new MemoryTokenBuckets(1000, _clock);
        int allowed = 0;
        Assert.Equal(0, Allocations.LeastOf(50, _ =>
        {
            for (int i = 0; i < 200; i++)
            {
                ValueTask<LimitDecision> take = store.TakeAsync("caller", Free);
                allowed += take.IsCompletedSuccessfully && take.Result.Allowed ? 1 : 0;
            }
        }));
        Assert.Equal(100, allowed);
    }

    [Fact]
    public void A_bucket_takes_at_most_forty_bytes()
    {
        const int Buckets = 1_000_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var store = new MemoryTokenBuckets(Buckets, _clock);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(bytes, 16 * Buckets, 40 * Buckets);
        Assert.Equal(Buckets, store.MaxBuckets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(MemoryTokenBuckets.MaxMaxBuckets + 1)]
    public void A_number_of_buckets_that_cannot_be_is_refused_with_the_way_to_mend_it(int maxBuckets)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(nameof(maxBuckets), () => new MemoryTokenBuckets(maxBuckets));
        Assert.Contains("take the number of callers", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(9_999)]
    [InlineData(9_999_991)]
    public void A_new_caller_has_a_full_bucket_at_any_time_and_rate(int tokens)
    {
        var store = new MemoryTokenBuckets(time: _clock);
        BucketLimits limits = [BucketLimit.PerHour(tokens)];
        for (int i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromTicks(12_347));
            Assert.Equal(tokens, store.Take($"caller {i}", limits, 0).Remaining);
            Assert.Equal(0, store.Take($"caller {i}", limits, tokens).Remaining);
        }
    }

    [Fact]
    public void A_timestamp_that_was_read_before_decides_as_the_clock_at_that_time()
    {
        var store = new MemoryTokenBuckets(time: _clock);
        store.Take("caller", Free, 100);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(50, store.Take("caller", Free, 0, TimeSpan.TicksPerHour / 2).Remaining);
        Assert.Equal(100, store.Take("caller", Free, 0).Remaining);
    }

    [Fact]
    public async Task Mistakes_of_the_program_are_named_and_a_call_that_was_given_up_takes_nothing()
    {
        var store = new MemoryTokenBuckets(time: _clock);
        await Assert.ThrowsAsync<ArgumentNullException>("caller", async () => await store.TakeAsync(null!, Free));
        Assert.Throws<ArgumentNullException>("limits", () => store.Take("caller", null!));
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => store.Take("caller", Free, -1));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.TakeAsync("caller", Free, 1, new CancellationToken(canceled: true)));
        Assert.Equal(100, store.Take("caller", Free, 0).Remaining);
    }

    /// <summary>Takes one token for new callers until there is no room, and gives the name of the first that found none.</summary>
    private static string FillUp(MemoryTokenBuckets store, string prefix = "caller")
    {
        for (int i = 0; ; i++)
        {
            if (store.Take($"{prefix} {i}", Free).Status == LimitStatus.StoreFull)
            {
                return $"{prefix} {i}";
            }
        }
    }
}
