using FsCheck.Fluent;
using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

/// <summary>Sliding windows against a list of all that was let through, for any numbers, arrivals and steps of the clock.</summary>
public sealed class WindowPropertyTests
{
    private const string Caller = "caller";

    [Fact]
    public void In_no_window_is_more_allowed_than_its_number()
    {
        var runs = from limit in AnyLimit.AnyWindow from takes in AnyLimit.Takes(300) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, run =>
        {
            var clock = new ManualTimeProvider();
            var store = new MemoryTokenBuckets(time: clock);
            var log = new List<(long At, int Tokens)>();
            foreach ((int later, int tokens) in run.Takes)
            {
                clock.Advance(TimeSpan.FromTicks(run.Limit.ToTicks(later)));
                if (store.Take(Caller, [run.Limit], tokens).Allowed)
                {
                    log.Add((clock.GetTimestamp(), tokens));
                }
            }

            AssertKept(run.Limit, log);
        });
    }

    [Fact]
    public void Whatever_the_clock_does_no_window_of_its_highest_time_holds_more_than_its_number()
    {
        var runs =
            from limit in AnyLimit.AnyWindow
            from times in Gen.Choose(-20_000, 200_000).ArrayOf(300)
            select (Limit: limit, Times: times);
        Seeded.Holds(runs, run =>
        {
            var store = new MemoryTokenBuckets(time: new ManualTimeProvider());
            var log = new List<(long At, int Tokens)>();
            long highest = 0;
            foreach (int time in run.Times)
            {
                long timestamp = run.Limit.ToTicks(time);
                highest = Math.Max(highest, timestamp);
                int tokens = Math.Min(5, run.Limit.Tokens);
                while (store.Take(Caller, [run.Limit], tokens, timestamp).Allowed)
                {
                    log.Add((highest, tokens));
                }
            }

            AssertKept(run.Limit, log);
        });
    }

    [Fact]
    public void A_call_is_refused_only_if_the_window_and_a_hundredth_of_it_are_full_and_told_to_the_millisecond_when_it_is_not()
    {
        var runs = from limit in AnyLimit.AnyWindow from takes in AnyLimit.Takes(300) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, run =>
        {
            var clock = new ManualTimeProvider();
            var store = new MemoryTokenBuckets(time: clock);
            BucketLimits limits = [run.Limit];
            long late = 2 * TimeSpan.TicksPerMillisecond + (run.Limit.Tokens > 100 ? (run.Limit.Period.Ticks + 99) / 100 : 0);
            var log = new List<(long At, int Tokens)>();
            foreach ((int later, int tokens) in run.Takes)
            {
                clock.Advance(TimeSpan.FromTicks(run.Limit.ToTicks(later)));
                long now = clock.GetTimestamp();
                LimitDecision decision = store.Take(Caller, limits, tokens);
                Assert.Equal(tokens > run.Limit.Tokens, decision.Status == LimitStatus.OverCapacity);
                if (decision.Allowed)
                {
                    log.Add((now, tokens));
                    Assert.True(decision.Remaining <= run.Limit.Tokens - Within(log, now, run.Limit.Period.Ticks));
                }
                else if (decision.Status == LimitStatus.Exhausted)
                {
                    Assert.True(Within(log, now, run.Limit.Period.Ticks + late) + tokens > run.Limit.Tokens);
                    Assert.InRange(decision.RetryAfter.Ticks, 1, run.Limit.Period.Ticks + TimeSpan.TicksPerMillisecond);
                    Assert.False(store.Take(Caller, limits, tokens, now + decision.RetryAfter.Ticks - TimeSpan.TicksPerMillisecond).Allowed);
                    clock.Advance(decision.RetryAfter);
                    Assert.True(store.Take(Caller, limits, tokens).Allowed);
                    log.Add((clock.GetTimestamp(), tokens));
                }
            }
        });
    }

    private static void AssertKept(BucketLimit limit, List<(long At, int Tokens)> log)
    {
        long sum = 0;
        int first = 0;
        foreach ((long at, int tokens) in log)
        {
            sum += tokens;
            for (; log[first].At <= at - limit.Period.Ticks; first++)
            {
                sum -= log[first].Tokens;
            }

            Assert.True(sum <= limit.Tokens, $"{sum} in a window of {limit}");
        }
    }

    private static long Within(List<(long At, int Tokens)> log, long now, long length) =>
        log.Where(take => take.At > now - length).Sum(take => (long)take.Tokens);
}
