namespace HmacKit.Contracts;

/// <summary>
/// What any <see cref="ITokenBucketStore"/> must do, to the millisecond. Derive from it and make a store that goes by
/// <see cref="Clock"/>.
/// </summary>
public abstract partial class TokenBucketStoreContract
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    // The documented tiers of OneRing, and the limits of its integration guide.
    private static readonly BucketLimits Free = [BucketLimit.PerHour(100)];
    private static readonly BucketLimits Bulk = [BucketLimit.PerMinute(10, "bulk")];
    private static readonly BucketLimits MinuteAndHour = [BucketLimit.PerMinute(100), BucketLimit.PerHour(1000)];

    /// <summary>The clock that the store goes by.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>A store without buckets, with room for a hundred thousand.</summary>
    protected abstract ITokenBucketStore CreateStore();

    [Fact]
    public async Task A_new_caller_has_a_full_bucket_and_is_refused_once_it_is_empty()
    {
        ITokenBucketStore store = CreateStore();
        for (int left = 99; left >= 0; left--)
        {
            LimitDecision decision = await store.TakeAsync("caller", Free);
            Assert.Equal(LimitStatus.Allowed, decision.Status);
            Assert.Equal(100, decision.Limit);
            Assert.Equal(left, decision.Remaining);
            Assert.Equal(TimeSpan.Zero, decision.RetryAfter);
        }

        LimitDecision refused = await store.TakeAsync("caller", Free);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.False(refused.Allowed);
        Assert.Equal(0, refused.Remaining);
        Assert.Same(Free[0], refused.Binding);
    }

    [Fact]
    public async Task Tokens_flow_in_evenly()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", Free, 100);
        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(50, (await store.TakeAsync("caller", Free, 0)).Remaining);
        Clock.Advance(TimeSpan.FromSeconds(36));
        Assert.Equal(51, (await store.TakeAsync("caller", Free, 0)).Remaining);
        Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(100, (await store.TakeAsync("caller", Free, 0)).Remaining);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task After_retry_after_the_call_is_allowed_and_a_millisecond_earlier_it_is_not(int tokens)
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", Free, 60);
        Clock.Advance(TimeSpan.FromMilliseconds(12_345));
        await store.TakeAsync("caller", Free, 40);
        TimeSpan wait = (await store.TakeAsync("caller", Free, tokens)).RetryAfter;
        Assert.InRange(wait, TimeSpan.FromSeconds((tokens * 36) - 13), TimeSpan.FromSeconds(tokens * 36));
        Clock.Advance(wait - Millisecond);
        Assert.Equal(LimitStatus.Exhausted, (await store.TakeAsync("caller", Free, tokens)).Status);
        Clock.Advance(Millisecond);
        Assert.Equal(LimitStatus.Allowed, (await store.TakeAsync("caller", Free, tokens)).Status);
    }

    [Fact]
    public async Task At_reset_the_bucket_is_full_and_a_millisecond_earlier_it_is_not()
    {
        ITokenBucketStore store = CreateStore();
        DateTimeOffset reset = (await store.TakeAsync("caller", Free, 30)).Reset;
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromMinutes(18), reset);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(reset, (await store.TakeAsync("caller", Free, 0)).Reset);
        Clock.Advance(reset - Clock.GetUtcNow() - Millisecond);
        Assert.Equal(99, (await store.TakeAsync("caller", Free, 0)).Remaining);
        Clock.Advance(Millisecond);
        Assert.Equal(100, (await store.TakeAsync("caller", Free, 0)).Remaining);
    }

    [Fact]
    public async Task A_refused_call_takes_nothing()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", Free, 95);
        for (int i = 0; i < 20; i++)
        {
            LimitDecision refused = await store.TakeAsync("caller", Free, 6);
            Assert.Equal(LimitStatus.Exhausted, refused.Status);
            Assert.Equal(5, refused.Remaining);
        }

        Assert.Equal(0, (await store.TakeAsync("caller", Free, 5)).Remaining);
    }

    [Fact]
    public async Task More_than_the_bucket_holds_is_never_allowed_and_takes_nothing()
    {
        ITokenBucketStore store = CreateStore();
        LimitDecision refused = await store.TakeAsync("caller", Bulk, 11);
        Assert.Equal(LimitStatus.OverCapacity, refused.Status);
        Assert.Equal(LimitDecision.Never, refused.RetryAfter);
        Assert.Equal(10, refused.Remaining);
        Assert.Equal(LimitStatus.OverCapacity, (await store.TakeAsync("caller", Bulk, int.MaxValue)).Status);
        Assert.Equal(0, (await store.TakeAsync("caller", Bulk, 10)).Remaining);
    }

    [Fact]
    public async Task Zero_tokens_are_allowed_while_one_is_there_and_take_nothing()
    {
        ITokenBucketStore store = CreateStore();
        for (int i = 0; i < 20; i++)
        {
            LimitDecision asked = await store.TakeAsync("caller", Bulk, 0);
            Assert.Equal(LimitStatus.Allowed, asked.Status);
            Assert.Equal(10, asked.Remaining);
        }

        await store.TakeAsync("caller", Bulk, 10);
        LimitDecision refused = await store.TakeAsync("caller", Bulk, 0);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.Equal(TimeSpan.FromSeconds(6), refused.RetryAfter);
    }

    [Fact]
    public async Task Several_limits_are_kept_together_or_not_at_all()
    {
        ITokenBucketStore store = CreateStore();
        for (int minute = 0; minute < 10; minute++)
        {
            Assert.Equal(LimitStatus.Allowed, (await store.TakeAsync("caller", MinuteAndHour, 100)).Status);
            Assert.Equal(LimitStatus.Exhausted, (await store.TakeAsync("caller", MinuteAndHour)).Status);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // 1,000 are taken and 10 minutes' worth, 166, has flowed in; the refusals of the minute took none of the hour.
        Assert.Equal(166, (await store.TakeAsync("caller", [MinuteAndHour[1]], 0)).Remaining);
        await store.TakeAsync("caller", [MinuteAndHour[1]], 166);
        LimitDecision refused = await store.TakeAsync("caller", MinuteAndHour, 50);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.Equal(100, (await store.TakeAsync("caller", [MinuteAndHour[0]], 0)).Remaining);
    }

    [Fact]
    public async Task A_decision_tells_of_the_limit_that_binds()
    {
        ITokenBucketStore store = CreateStore();
        LimitDecision allowed = await store.TakeAsync("caller", MinuteAndHour, 1);
        Assert.Equal("minute", allowed.Binding!.Name);
        Assert.Equal(99, allowed.Remaining);

        await store.TakeAsync("caller", [MinuteAndHour[1]], 910);
        allowed = await store.TakeAsync("caller", MinuteAndHour, 1);
        Assert.Equal("hour", allowed.Binding!.Name);
        Assert.Equal(88, allowed.Remaining);

        await store.TakeAsync("caller", [MinuteAndHour[0]], 98);
        LimitDecision refused = await store.TakeAsync("caller", MinuteAndHour, 5);
        Assert.Equal("minute", refused.Binding!.Name);
        Assert.Equal(TimeSpan.FromSeconds(3), refused.RetryAfter);

        // Under both there is too little, and the hour's wait is the longer one, although it has more left.
        await store.TakeAsync("caller", [MinuteAndHour[1]], 85);
        refused = await store.TakeAsync("caller", MinuteAndHour, 5);
        Assert.Equal("hour", refused.Binding!.Name);
        Assert.Equal(3, refused.Remaining);
        Assert.Equal(TimeSpan.FromSeconds(7.2), refused.RetryAfter);

        refused = await store.TakeAsync("caller", MinuteAndHour, 101);
        Assert.Equal(LimitStatus.OverCapacity, refused.Status);
        Assert.Equal("minute", refused.Binding!.Name);
    }

    [Fact]
    public async Task Sets_with_a_limit_in_common_share_the_bucket_for_it()
    {
        ITokenBucketStore store = CreateStore();
        BucketLimits bulk = [BucketLimit.PerMinute(10, "bulk"), BucketLimit.PerHour(1000)];
        await store.TakeAsync("caller", bulk, 10);
        Assert.Equal(990, (await store.TakeAsync("caller", [BucketLimit.PerHour(1000)], 0)).Remaining);
        Assert.Equal(100, (await store.TakeAsync("caller", [BucketLimit.PerMinute(100)], 0)).Remaining);
    }

    [Fact]
    public async Task Limits_of_other_numbers_or_another_name_have_other_buckets()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", [BucketLimit.PerHour(100)], 100);
        BucketLimit[] others =
        [
            BucketLimit.PerHour(100, "other"), BucketLimit.PerHour(101, "hour"), BucketLimit.PerDay(100, "hour"), BucketLimit.PerMinute(100, "hour"),
            new(101, 100, TimeSpan.FromHours(1), "hour"), new(100, 101, TimeSpan.FromHours(1), "hour"),
        ];
        foreach (BucketLimit other in others)
        {
            Assert.Equal(other.Capacity, (await store.TakeAsync("caller", [other], 0)).Remaining);
        }

        Assert.Equal(0, (await store.TakeAsync("caller", [BucketLimit.PerHour(100)], 0)).Remaining);
    }

    [Fact]
    public async Task Callers_have_buckets_of_their_own_however_much_alike_they_are()
    {
        ITokenBucketStore store = CreateStore();
        string[] callers =
        [
            "", " ", "caller", "Caller", "caller ", "caller\0", "calle", "caller:hour", "hour", "caller\n", "{caller}", "c\u00e1ller", "ca\u0301ller",
            "2001:db8::1", "2001:db8::10", "203.0.113.7", "203.0.113.70", "\ud83d\ude00", "\ud83d\ude01", "\u4f60\u597d", new string('k', 256), new string('k', 257),
        ];
        for (int i = 0; i < callers.Length; i++)
        {
            Assert.Equal(99 - i, (await store.TakeAsync(callers[i], Free, i + 1)).Remaining);
        }

        for (int i = 0; i < callers.Length; i++)
        {
            Assert.Equal(99 - i, (await store.TakeAsync(callers[i], Free, 0)).Remaining);
        }
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_forwards_or_back_gives_at_most_one_bucket_more()
    {
        ITokenBucketStore store = CreateStore();
        await store.TakeAsync("caller", Free, 100);
        int allowed = 0;
        foreach (double hours in (double[])[-1, 0.5, -24, 48, -23.5, 0])
        {
            Clock.Shift(TimeSpan.FromHours(hours));
            for (int i = 0; i < 150; i++)
            {
                allowed += (await store.TakeAsync("caller", Free)).Allowed ? 1 : 0;
            }
        }

        Assert.InRange(allowed, 0, 100);
    }

    [Fact]
    public async Task In_no_stretch_of_time_is_more_allowed_than_the_capacity_and_what_flows_in()
    {
        ITokenBucketStore store = CreateStore();
        var random = new Random(20_260_329);
        BucketLimits limits = [new(20, 3, TimeSpan.FromSeconds(1), "burst"), BucketLimit.PerMinute(60)];
        var log = new List<(long At, int Tokens)>();
        DateTimeOffset start = Clock.GetUtcNow();
        for (int i = 0; i < 3000; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(3000) : random.Next(3)));
            int tokens = random.Next(1, 6);
            if ((await store.TakeAsync("caller", limits, tokens)).Allowed)
            {
                log.Add(((Clock.GetUtcNow() - start).Ticks / TimeSpan.TicksPerMillisecond, tokens));
            }
        }

        Assert.InRange(log.Count, 300, 2000);
        for (int first = 0; first < log.Count; first++)
        {
            long sum = 0;
            for (int last = first; last < log.Count; last++)
            {
                sum += log[last].Tokens;
                long elapsed = log[last].At - log[first].At;
                Assert.True(sum * 1000 <= (20 * 1000) + (3 * elapsed), $"{sum} within {elapsed} ms");
                Assert.True(sum * 60_000 <= (60 * 60_000) + (60 * elapsed), $"{sum} within {elapsed} ms");
            }
        }
    }

    [Fact]
    public async Task Of_calls_that_many_threads_make_at_once_exactly_the_capacity_is_allowed()
    {
        ITokenBucketStore store = CreateStore();
        BucketLimits limits = [BucketLimit.PerHour(5000)];
        int allowed = 0;
        await Simultaneous.Run(8, async _ =>
        {
            for (int i = 0; i < 1000; i++)
            {
                if ((await store.TakeAsync("caller", limits)).Allowed)
                {
                    Interlocked.Increment(ref allowed);
                }
            }
        });

        Assert.Equal(5000, allowed);
    }

    [Fact]
    public async Task Of_calls_under_several_limits_that_many_threads_make_at_once_each_is_kept_exactly()
    {
        // Two kinds of calls, which have the hour in common and name it in different places.
        ITokenBucketStore store = CreateStore();
        BucketLimit hour = BucketLimit.PerHour(3000);
        BucketLimit a = BucketLimit.PerDay(2000, "a");
        BucketLimit b = BucketLimit.PerDay(1500, "b");
        BucketLimits[] sets = [[hour, a], [b, hour]];
        int[] allowed = new int[2];
        await Simultaneous.Run(4, async thread =>
        {
            for (int i = 0; i < 1500; i++)
            {
                if ((await store.TakeAsync("caller", sets[thread % 2])).Allowed)
                {
                    Interlocked.Increment(ref allowed[thread % 2]);
                }
            }
        });

        Assert.Equal(3000, allowed.Sum());
        Assert.InRange(allowed[0], 1500, 2000);
        Assert.Equal(0, (await store.TakeAsync("caller", [hour], 0)).Remaining);
        Assert.Equal(2000 - allowed[0], (await store.TakeAsync("caller", [a], 0)).Remaining);
        Assert.Equal(1500 - allowed[1], (await store.TakeAsync("caller", [b], 0)).Remaining);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_takes_nothing()
    {
        ITokenBucketStore store = CreateStore();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.TakeAsync("caller", Free, 10, new CancellationToken(canceled: true)));
        Assert.Equal(100, (await store.TakeAsync("caller", Free, 0)).Remaining);
    }

    [Fact]
    public async Task A_negative_number_of_tokens_no_caller_and_no_limits_are_mistakes_of_the_program()
    {
        ITokenBucketStore store = CreateStore();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("tokens", async () => await store.TakeAsync("caller", Free, -1));
        await Assert.ThrowsAsync<ArgumentNullException>("caller", async () => await store.TakeAsync(null!, Free));
        await Assert.ThrowsAsync<ArgumentNullException>("limits", async () => await store.TakeAsync("caller", null!));
        Assert.Equal(100, (await store.TakeAsync("caller", Free, 0)).Remaining);
    }
}
