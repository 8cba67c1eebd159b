namespace HmacKit.Contracts;

/// <summary>Sliding windows: at most so many in any stretch of time of the period's length, to the millisecond.</summary>
public abstract partial class TokenBucketStoreContract
{
    private static readonly BucketLimits HundredInAnyHour = [BucketLimit.InAnyHour(100)];
    private static readonly BucketLimits ThousandInAnyHour = [BucketLimit.InAnyHour(1000)];

    [Fact]
    public async Task A_window_lets_its_number_through_at_once_and_then_nothing_until_its_period_is_over()
    {
        ITokenBucketStore store = CreateStore();
        for (int left = 99; left >= 0; left--)
        {
            Assert.Equal((LimitStatus.Allowed, left), await Take(store, HundredInAnyHour));
        }

        LimitDecision refused = await store.TakeAsync("caller", HundredInAnyHour);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.Equal(TimeSpan.FromHours(1), refused.RetryAfter);
        Clock.Advance(TimeSpan.FromHours(1) - Millisecond);
        Assert.Equal((LimitStatus.Exhausted, 0), await Take(store, HundredInAnyHour));
        Clock.Advance(Millisecond);
        Assert.Equal((LimitStatus.Allowed, 99), await Take(store, HundredInAnyHour));
    }

    [Fact]
    public async Task What_a_window_counts_comes_back_one_by_one_a_period_after_it_was_taken()
    {
        ITokenBucketStore store = CreateStore();
        for (int i = 0; i < 100; i++)
        {
            await store.TakeAsync("caller", HundredInAnyHour);
            Clock.Advance(TimeSpan.FromSeconds(10));
        }

        LimitDecision refused = await store.TakeAsync("caller", HundredInAnyHour, 3);
        Assert.Equal(TimeSpan.FromSeconds(3600 - 1000 + 20), refused.RetryAfter);
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromSeconds(3590), refused.Reset);
        Clock.Advance(refused.RetryAfter - Millisecond);
        Assert.Equal((LimitStatus.Exhausted, 2), await Take(store, HundredInAnyHour, 3));
        Clock.Advance(Millisecond);
        Assert.Equal((LimitStatus.Allowed, 0), await Take(store, HundredInAnyHour, 3));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((LimitStatus.Allowed, 100), await Take(store, HundredInAnyHour, 0));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Never_more_than_its_number_passes_a_window_and_what_is_over_comes_back_within_a_hundredth_of_it(int number)
    {
        ITokenBucketStore store = CreateStore();
        var random = new Random(20_260_915 + number);
        BucketLimits limits = [BucketLimit.InAny(number, TimeSpan.FromSeconds(10))];
        int late = number > 100 ? 100 : 0;
        var log = new List<(long At, int Tokens)>();
        long now = 0;
        int refusals = 0;
        for (int i = 0; i < 3000; i++)
        {
            int step = random.Next(number > 100 ? 400 : 40) == 0 ? random.Next(4000) : random.Next(Math.Max(2, 12_000 / number));
            now += step;
            Clock.Advance(TimeSpan.FromMilliseconds(step));
            int tokens = random.Next(1, 4);
            bool isAllowed = (await store.TakeAsync("caller", limits, tokens)).Allowed;
            long within = Within(log, now, 10_000);
            if (isAllowed)
            {
                log.Add((now, tokens));
                Assert.True(within + tokens <= number, $"{within + tokens} within a window of {number}");
            }
            else
            {
                refusals++;
                Assert.True(Within(log, now, 10_000 + late) + tokens > number, $"refused with {within} in a window of {number}");
            }
        }

        Assert.InRange(refusals, 50, 2900);
    }

    [Fact]
    public async Task After_retry_after_a_window_lets_the_call_through_and_a_millisecond_earlier_it_does_not()
    {
        ITokenBucketStore store = CreateStore();
        for (int i = 0; i < 500; i++)
        {
            await store.TakeAsync("caller", ThousandInAnyHour, 2);
            Clock.Advance(TimeSpan.FromMilliseconds(1234));
        }

        foreach (int tokens in (int[])[1, 100, 400, 1000])
        {
            LimitDecision refused = await store.TakeAsync("caller", ThousandInAnyHour, tokens);
            Assert.Equal(LimitStatus.Exhausted, refused.Status);
            Clock.Advance(refused.RetryAfter - Millisecond);
            Assert.Equal(LimitStatus.Exhausted, (await store.TakeAsync("caller", ThousandInAnyHour, tokens)).Status);
            Clock.Advance(Millisecond);
            Assert.Equal(LimitStatus.Allowed, (await store.TakeAsync("caller", ThousandInAnyHour, tokens)).Status);
        }
    }

    [Fact]
    public async Task Windows_and_buckets_are_kept_together_or_not_at_all()
    {
        ITokenBucketStore store = CreateStore();
        BucketLimits limits = [BucketLimit.InAnyHour(20), BucketLimit.PerMinute(10), BucketLimit.InAnyDay(25)];
        Assert.Equal((LimitStatus.Allowed, 0), await Take(store, limits, 10));
        Assert.Equal("minute", (await store.TakeAsync("caller", limits)).Binding!.Name);
        Assert.Equal((LimitStatus.Allowed, 10), await Take(store, [limits[0]], 0));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((LimitStatus.Allowed, 0), await Take(store, limits, 10));
        Clock.Advance(TimeSpan.FromMinutes(1));
        LimitDecision refused = await store.TakeAsync("caller", limits, 1);
        Assert.Equal(("hour", TimeSpan.FromMinutes(58)), (refused.Binding!.Name, refused.RetryAfter));
        Assert.Equal((LimitStatus.Allowed, 10), await Take(store, [limits[1]], 0));
        refused = await store.TakeAsync("caller", limits, 6);
        Assert.Equal(("day", TimeSpan.FromMinutes((24 * 60) - 2)), (refused.Binding!.Name, refused.RetryAfter));
        Assert.Equal((LimitStatus.OverCapacity, LimitDecision.Never), ((await store.TakeAsync("caller", limits, 21)).Status, (await store.TakeAsync("caller", limits, 21)).RetryAfter));
    }

    [Fact]
    public async Task A_window_and_a_bucket_of_the_same_numbers_and_name_are_two_limits()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", HundredInAnyHour, 60);
        Assert.Equal(100, (await store.TakeAsync("caller", Free, 0)).Remaining);
        Assert.Equal(100, (await store.TakeAsync("another", HundredInAnyHour, 0)).Remaining);
        Assert.Equal(40, (await store.TakeAsync("caller", HundredInAnyHour, 0)).Remaining);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_opens_no_window_again()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", HundredInAnyHour, 100);
        int allowed = 0;
        foreach (double hours in (double[])[-1, 0.5, -24, 48, -23.5, 0])
        {
            Clock.Shift(TimeSpan.FromHours(hours));
            allowed += (await store.TakeAsync("caller", HundredInAnyHour)).Allowed ? 1 : 0;
        }

        Assert.Equal(0, allowed);
    }

    [Fact]
    public async Task Of_calls_that_many_threads_make_at_once_exactly_the_windows_number_is_allowed()
    {
        ITokenBucketStore store = CreateStore();
        BucketLimits[] sets = [[BucketLimit.InAnyHour(3000)], [BucketLimit.PerDay(2000), BucketLimit.InAnyHour(3000)]];
        int allowed = 0;
        await Simultaneous.Run(4, async thread =>
        {
            for (int i = 0; i < 1500; i++)
            {
                if ((await store.TakeAsync("caller", sets[thread % 2])).Allowed)
                {
                    Interlocked.Increment(ref allowed);
                }
            }
        });

        Assert.Equal(3000, allowed);
    }

    private static async Task<(LimitStatus Status, int Remaining)> Take(ITokenBucketStore store, BucketLimits limits, int tokens = 1)
    {
        LimitDecision decision = await store.TakeAsync("caller", limits, tokens);
        return (decision.Status, decision.Remaining);
    }

    private static long Within(List<(long At, int Tokens)> log, long now, long length)
    {
        long sum = 0;
        for (int i = log.Count - 1; i >= 0 && log[i].At > now - length; i--)
        {
            sum += log[i].Tokens;
        }

        return sum;
    }
}
