namespace HmacKit.Tests.Limits;

/// <summary>Strangers come in any number. They must neither take the room of those who have a key, nor shut each other out.</summary>
public sealed class StrangersTests
{
    private static readonly BucketLimits PerMinute = [BucketLimit.PerMinute(100)];
    private static readonly BucketLimits PerHour = [BucketLimit.PerHour(1000)];

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void However_many_addresses_come_key_holders_have_all_of_their_tokens()
    {
        var store = new MemoryTokenBuckets(1_000, _clock);
        for (int i = 0; i < 50_000; i++)
        {
            store.Take($"address 2001:db8:{i >> 16:x}:{i & 0xFFFF:x}::/64", PerHour);
        }

        for (int i = 0; i < 1_000; i++)
        {
            LimitDecision decision = store.Take($"key theone partner-{i}", PerHour);
            Assert.True(decision.Allowed);
            Assert.Equal(999, decision.Remaining);
        }
    }

    [Fact]
    public void An_address_that_comes_when_the_table_of_strangers_is_full_is_served()
    {
        var store = new MemoryTokenBuckets(100, _clock);
        for (int i = 0; i < 20_000; i++)
        {
            Assert.True(store.Take($"address {i}", PerHour).Allowed, $"stranger {i}");
        }
    }

    [Fact]
    public void A_stranger_who_has_used_up_its_limit_is_not_forgotten_for_others_who_use_little()
    {
        var store = new MemoryTokenBuckets(100, _clock);
        Assert.True(store.Take("address greedy", PerHour, 1000).Allowed);
        for (int i = 0; i < 10_000; i++)
        {
            store.Take($"address {i}", PerHour);
            Assert.False(store.Take("address greedy", PerHour).Allowed);
        }
    }

    [Fact]
    public void Where_all_strangers_have_used_up_their_limits_a_newcomer_has_to_wait_as_the_first_of_them()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        int full = 0;
        for (int i = 0; i < 5_000; i++)
        {
            full += store.Take($"address {i}", PerMinute, 100).Status == LimitStatus.StoreFull ? 1 : 0;
        }

        Assert.True(full > 0);
        _clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(10));
        Assert.True(store.Take("address newcomer", PerMinute).Allowed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whoever_takes_over_whose_place_no_stranger_gets_more_than_its_limit(int seed)
    {
        var store = new MemoryTokenBuckets(1, _clock); // so that places change hands all the time
        BucketLimits limits = [new BucketLimit(5, 1, TimeSpan.FromSeconds(1)), new BucketLimit(40, 7, TimeSpan.FromSeconds(9))];
        var random = new Random(seed);
        long[] allowed = new long[2_000];
        TimeSpan elapsed = TimeSpan.Zero;
        int refused = 0;
        for (int i = 0; i < 100_000; i++)
        {
            TimeSpan step = TimeSpan.FromTicks(random.NextInt64(100_000));
            _clock.Advance(step);
            elapsed += step;
            int stranger = random.Next(random.Next(2) == 0 ? 20 : allowed.Length);
            int tokens = random.Next(1, 4);
            bool isAllowed = store.Take($"address {stranger}", limits, tokens).Allowed;
            allowed[stranger] += isAllowed ? tokens : 0;
            refused += isAllowed ? 0 : 1;
        }

        long most = Math.Min(5 + (long)elapsed.TotalSeconds, 40 + (long)(elapsed.TotalSeconds * 7 / 9));
        Assert.All(allowed, count => Assert.InRange(count, 0, most));
        Assert.True(refused > 1_000 && allowed.Count(count => count > 0) > 1_000, "Some are refused, and places change hands.");
    }

    [Fact]
    public void Threads_that_take_over_each_others_places_give_nobody_more_than_its_limit()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        BucketLimits limits = [new BucketLimit(50, 1, TimeSpan.FromHours(1))];
        int[] allowed = new int[1_000];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 50_000; i++)
            {
                int stranger = random.Next(allowed.Length);
                if (store.Take($"address {stranger}", limits).Allowed)
                {
                    Interlocked.Increment(ref allowed[stranger]);
                }
            }
        });
        Assert.All(allowed, count => Assert.InRange(count, 0, 50));
    }

    [Fact]
    public void Serving_strangers_allocates_nothing_in_a_full_table_too()
    {
        const int Each = 200;
        var store = new MemoryTokenBuckets(100, _clock);
        string[] strangers = [.. Enumerable.Range(0, 50 * Each).Select(i => $"address {i}")];
        foreach (string stranger in strangers)
        {
            store.Take(stranger, PerHour);
        }

        Assert.Equal(0, Allocations.LeastOf(50, round =>
        {
            foreach (string stranger in strangers.AsSpan(round * Each, Each))
            {
                store.Take(stranger, PerHour);
            }
        }));
    }
}
