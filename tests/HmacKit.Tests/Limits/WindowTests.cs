using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class WindowTests
{
    private static readonly BucketLimits Hundred = [BucketLimit.InAnyHour(100)];
    private static readonly BucketLimits Several = [BucketLimit.InAnyMinute(400), BucketLimit.PerHour(1000), BucketLimit.InAnyDay(5000)];

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Taking_and_refusing_under_windows_allocate_nothing()
    {
        var store = new MemoryTokenBuckets(1000, _clock);
        string[] callers = [.. Enumerable.Range(0, 100).Select(i => $"caller {i}")];
        var seen = new bool[Enum.GetValues<LimitStatus>().Length];
        void Round(int round)
        {
            _clock.Advance(TimeSpan.FromMinutes(7));
            foreach (string caller in callers)
            {
                seen[(int)store.Take(caller, Hundred, 30).Status] = true;
                seen[(int)store.Take(caller, Hundred, 80).Status] = true;
                seen[(int)store.Take(caller, Several, 60).Status] = true;
                seen[(int)store.Take(caller, Several, 500).Status] = true;
            }
        }

        Round(0);
        Assert.Equal(0, Allocations.LeastOf(50, Round));
        Assert.True(seen[(int)LimitStatus.Allowed] && seen[(int)LimitStatus.Exhausted] && seen[(int)LimitStatus.OverCapacity]);
    }

    [Fact]
    public void A_full_table_refuses_new_callers_and_forgets_no_window_that_counts()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        int full = 0;
        for (int i = 0; i < 2000; i++)
        {
            full += store.Take($"caller {i}", Hundred, 100).Status == LimitStatus.StoreFull ? 1 : 0;
        }

        Assert.InRange(full, 1000, 1999);
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 2000; i++)
        {
            Assert.False(store.Take($"caller {i}", Hundred, 1).Allowed);
        }

        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(store.Take("a new caller", Hundred, 100).Allowed);
    }

    [Fact]
    public void A_place_that_changes_hands_starts_with_an_empty_window_whatever_its_size()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        BucketLimits[] sizes = [[BucketLimit.InAny(3, TimeSpan.FromSeconds(1))], [BucketLimit.InAny(5000, TimeSpan.FromSeconds(2))], [BucketLimit.InAny(90, TimeSpan.FromMinutes(1))]];
        var random = new Random(3);
        for (int round = 0; round < 3000; round++)
        {
            BucketLimits limits = sizes[random.Next(3)];
            string caller = $"caller {round}";
            int most = limits[0].Tokens;
            for (int i = 0; i < 3; i++)
            {
                LimitDecision decision = store.Take(caller, limits);
                if (decision.Status != LimitStatus.StoreFull)
                {
                    Assert.Equal(most - 1 - i, decision.Remaining);
                }
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
        }
    }

    [Fact]
    public void Threads_whose_callers_take_over_each_others_windows_get_no_more_than_is_theirs()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        BucketLimits one = [BucketLimit.InAny(3, TimeSpan.FromSeconds(1))];
        BucketLimits two = [BucketLimit.InAny(4, TimeSpan.FromSeconds(2)), one[0], BucketLimit.PerSecond(50)];
        var allowed = new long[400];
        int full = 0;
        AtOnce.Run(4, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 40_000; i++)
            {
                if (random.Next(8) == 0)
                {
                    _clock.Advance(TimeSpan.FromTicks(random.Next(100_000)));
                }

                int caller = random.Next(allowed.Length);
                LimitDecision decision = store.Take($"caller {caller}", random.Next(2) == 0 ? one : two);
                Interlocked.Add(ref allowed[caller], decision.Allowed ? 1 : 0);
                Interlocked.Add(ref full, decision.Status == LimitStatus.StoreFull ? 1 : 0);
            }
        });

        long most = 3 * (1 + (_clock.GetTimestamp() / TimeSpan.TicksPerSecond));
        Assert.All(allowed, count => Assert.InRange(count, 0, most));
        Assert.True(full > 0 && allowed.Count(count => count > 3) > 300, "Places must change hands.");
    }

    [Fact]
    public void Strangers_windows_are_never_taken_over_while_they_count()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        for (int i = 0; i < 2000; i++)
        {
            store.Take($"address 203.0.113.{i}", Hundred, 100);
        }

        for (int i = 0; i < 2000; i++)
        {
            Assert.False(store.Take($"address 203.0.113.{i}", Hundred).Allowed);
        }

        Assert.True(store.Take("key", Hundred, 100).Allowed);
    }

    [Fact]
    public void A_window_says_what_it_is_in_words_and_a_single_bucket_refuses_it()
    {
        Assert.Equal("hour: 1000 in any 01:00:00", BucketLimit.InAnyHour(1000).ToString());
        BucketLimit[] windows = [BucketLimit.InAnySecond(1), BucketLimit.InAnyMinute(1), BucketLimit.InAnyHour(1), BucketLimit.InAnyDay(1), BucketLimit.InAny(1, TimeSpan.FromMinutes(15))];
        Assert.Equal(["second", "minute", "hour", "day", "900s"], windows.Select(limit => limit.Name));
        Assert.All(windows, limit => Assert.True(limit.IsWindow));
        Assert.False(BucketLimit.PerHour(5).IsWindow);
        Assert.Contains("take MemoryTokenBuckets", Assert.Throws<ArgumentException>(() => new TokenBucket(BucketLimit.InAnyHour(5))).Message, StringComparison.Ordinal);
    }
}
