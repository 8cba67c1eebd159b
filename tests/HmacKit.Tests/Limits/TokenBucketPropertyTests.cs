using FsCheck.Fluent;
using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class TokenBucketPropertyTests
{
    [Fact]
    public void A_bucket_answers_to_the_tick_as_one_in_exact_fractions_does()
    {
        var runs = from limit in AnyLimit.Usual from takes in AnyLimit.Takes(200) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, run =>
        {
            var clock = new ManualTimeProvider();
            var bucket = new TokenBucket(run.Limit, clock);
            var exact = new ExactBucket(run.Limit);
            foreach ((int later, int tokens) in run.Takes)
            {
                clock.Advance(TimeSpan.FromTicks(run.Limit.ToTicks(later)));
                long now = clock.GetTimestamp();
                LimitDecision decision = bucket.TryTake(tokens);
                if (tokens > run.Limit.Capacity)
                {
                    Assert.Equal(LimitStatus.OverCapacity, decision.Status);
                    continue;
                }

                Assert.Equal(exact.TryTake(now, tokens), decision.Allowed);
                Assert.Equal(exact.CountTokens(now), decision.Remaining);
                Assert.Equal(decision.Allowed ? 0 : exact.TicksUntil(now, tokens), decision.RetryAfter.Ticks);
                Assert.Equal(exact.TicksUntil(now, run.Limit.Capacity), (decision.Reset - clock.GetUtcNow()).Ticks);
            }
        });
    }

    [Fact]
    public void A_bucket_with_an_odd_rate_is_exact_on_a_clock_that_steps_by_at_most_a_millisecond()
    {
        var runs = from limit in AnyLimit.Any from takes in AnyLimit.Takes(200) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, run =>
        {
            long step = run.Limit.Schedule.Step;
            Assert.InRange(step, 1, TimeSpan.TicksPerMillisecond);
            var clock = new ManualTimeProvider();
            var bucket = new TokenBucket(run.Limit, clock);
            var exact = new ExactBucket(run.Limit);
            foreach ((int later, int tokens) in run.Takes)
            {
                clock.Advance(TimeSpan.FromTicks(run.Limit.ToTicks(later)));
                long now = clock.GetTimestamp() / step * step;
                LimitDecision decision = bucket.TryTake(Math.Min(tokens, run.Limit.Capacity));
                Assert.Equal(exact.TryTake(now, Math.Min(tokens, run.Limit.Capacity)), decision.Allowed);
                Assert.Equal(exact.CountTokens(now), decision.Remaining);
            }
        });
    }

    [Fact]
    public void In_no_stretch_of_time_is_more_allowed_than_the_capacity_and_what_flows_in()
    {
        var runs = from limit in AnyLimit.Usual from takes in AnyLimit.Takes(120) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, run =>
        {
            var clock = new ManualTimeProvider();
            var bucket = new TokenBucket(run.Limit, clock);
            var log = new List<(long At, int Tokens)>();
            foreach ((int later, int tokens) in run.Takes)
            {
                clock.Advance(TimeSpan.FromTicks(run.Limit.ToTicks(later)));
                if (bucket.TryTake(tokens).Allowed)
                {
                    log.Add((clock.GetTimestamp(), tokens));
                }
            }

            AssertWithinLimit(run.Limit, log);
        });
    }

    [Fact]
    public void Threads_on_one_clock_get_no_more_than_the_capacity_and_what_flows_in_in_any_stretch_of_time()
    {
        var limit = new BucketLimit(40, 999, TimeSpan.FromSeconds(1));
        var clock = new ManualTimeProvider();
        var bucket = new TokenBucket(limit, clock);
        var log = new System.Collections.Concurrent.ConcurrentBag<(long Before, long After, int Tokens)>();
        AtOnce.Run(4, thread =>
        {
            for (int i = 0; i < 4000; i++)
            {
                clock.Advance(TimeSpan.FromTicks((i * 31 * (thread + 1)) % 5000));
                long before = clock.GetTimestamp();
                if (bucket.TryTake(1 + (i % 3)).Allowed)
                {
                    log.Add((before, clock.GetTimestamp(), 1 + (i % 3)));
                }
            }
        });

        // Where exactly within Before and After a take happened isn't known; a stretch holds what lies wholly in it.
        (long Before, long After, int Tokens)[] takes = [.. log.OrderBy(take => take.Before)];
        Assert.InRange(takes.Length, 500, 16_000);
        for (int first = 0; first < takes.Length; first += 7)
        {
            foreach (int length in (int[])[1, 10, 100, 1000, takes.Length])
            {
                long end = takes[Math.Min(first + length, takes.Length) - 1].After;
                long sum = takes.Skip(first).Take(length).Where(take => take.After <= end).Sum(take => (long)take.Tokens);
                long elapsed = end - takes[first].Before;
                Assert.True((Int128)sum * limit.Period.Ticks <= ((Int128)limit.Capacity * limit.Period.Ticks) + ((Int128)elapsed * limit.Tokens));
            }
        }
    }

    [Fact]
    public void Whatever_the_clock_does_no_more_is_allowed_than_the_capacity_and_what_flows_in_up_to_its_highest_time()
    {
        var runs =
            from limit in AnyLimit.Usual
            from times in Gen.Choose(-20_000, 60_000).ArrayOf(150)
            select (Limit: limit, Times: times);
        Seeded.Holds(runs, run =>
        {
            var clock = new ManualTimeProvider();
            var bucket = new TokenBucket(run.Limit, clock);
            long highest = 0;
            long allowed = 0;
            foreach (int time in run.Times)
            {
                long timestamp = run.Limit.ToTicks(time);
                highest = Math.Max(highest, timestamp);
                for (int tokens = Math.Min(5, run.Limit.Capacity); bucket.TryTake(tokens, timestamp).Allowed;)
                {
                    allowed += tokens;
                }
            }

            Assert.True((Int128)allowed * run.Limit.Period.Ticks <= ((Int128)run.Limit.Capacity * run.Limit.Period.Ticks) + ((Int128)highest * run.Limit.Tokens));
        });
    }

    [Fact]
    public void A_clock_that_stands_still_gives_the_capacity_and_one_that_jumps_ahead_gives_it_once_more()
    {
        var clock = new ManualTimeProvider();
        var bucket = new TokenBucket(BucketLimit.PerHour(1000), clock);
        Assert.Equal(1000, CountAllowed(bucket));
        Assert.Equal(0, CountAllowed(bucket));
        clock.Shift(TimeSpan.FromDays(365));
        Assert.Equal(0, CountAllowed(bucket));
        clock.Shift(TimeSpan.FromDays(-700));
        Assert.Equal(0, CountAllowed(bucket));
        clock.Advance(TimeSpan.FromDays(3650));
        Assert.Equal(1000, CountAllowed(bucket));
        clock.Advance(TimeSpan.FromDays(36_500)); // past the 14 years after which time stands still
        Assert.Equal(1000, CountAllowed(bucket));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, CountAllowed(bucket));
    }

    private static int CountAllowed(TokenBucket bucket)
    {
        int count = 0;
        for (int i = 0; i < 3000; i++)
        {
            count += bucket.TryTake().Allowed ? 1 : 0;
        }

        return count;
    }

    private static void AssertWithinLimit(BucketLimit limit, List<(long At, int Tokens)> log)
    {
        for (int first = 0; first < log.Count; first++)
        {
            long sum = 0;
            for (int last = first; last < log.Count; last++)
            {
                sum += log[last].Tokens;
                Int128 flowedIn = (Int128)(log[last].At - log[first].At) * limit.Tokens;
                Assert.True((Int128)sum * limit.Period.Ticks <= ((Int128)limit.Capacity * limit.Period.Ticks) + flowedIn);
            }
        }
    }
}
