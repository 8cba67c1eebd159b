using FsCheck.Fluent;
using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;

namespace HmacKit.Redis.Tests.Limits;

/// <summary>The script and the arithmetic around it, beside the engine's own bucket.</summary>
public sealed class SharedScheduleTests : RedisTest
{
    [Fact]
    public void On_a_clock_of_microseconds_a_shared_bucket_answers_as_one_in_this_process_does()
    {
        int run = 0;
        var runs = from limit in AnyLimit.Usual from takes in AnyLimit.Takes(40) select (Limit: limit, Takes: takes);
        Seeded.Holds(runs, item =>
        {
            var clock = new ManualTimeProvider();
            clock.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond - (clock.GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond)));
            var local = new TokenBucket(item.Limit, clock);
            var shared = new RedisTokenBuckets(Connection, Options, clock);
            string caller = $"run {run++}";
            foreach ((int later, int tokens) in item.Takes)
            {
                long microseconds = item.Limit.ToTicks(later) / TimeSpan.TicksPerMicrosecond;
                clock.Advance(TimeSpan.FromMicroseconds(microseconds));
                LimitDecision expected = local.TryTake(tokens);
                LimitDecision actual = shared.TakeAsync(caller, [item.Limit], tokens).AsTask().GetAwaiter().GetResult();
                Assert.Equal(expected.Status, actual.Status);
                Assert.Equal(expected.Remaining, actual.Remaining);
                AssertWithinAMicrosecond(expected.RetryAfter, actual.RetryAfter);
                AssertWithinAMicrosecond(expected.Reset - clock.GetUtcNow(), actual.Reset - clock.GetUtcNow());
            }
        });
    }

    [Fact]
    public void Any_rate_is_counted_exactly_for_any_moment()
    {
        var cases = from limit in AnyLimit.Any from tokens in Gen.Choose(0, 12) from day in Gen.Choose(0, 80_000) select (Limit: limit, Tokens: tokens, Day: day);
        Seeded.Holds(cases, item =>
        {
            var schedule = new SharedSchedule(item.Limit);
            long now = (long)TimeSpan.FromDays(item.Day).TotalMicroseconds;
            SharedSchedule.Moment full = new(now, 0);
            for (int taken = 0; taken < Math.Min(item.Limit.Capacity, 100); taken++)
            {
                Assert.Equal(item.Limit.Capacity - taken, schedule.Decide(LimitStatus.Allowed, full, now, item.Tokens).Remaining);
                full = schedule.Add(full, schedule.CostOf(1));
            }

            // Numbers that Lua's doubles hold exactly.
            Assert.InRange(full.Microseconds + schedule.Size.Microseconds, 0, (1L << 53) - 1);
            Assert.InRange(full.Units, 0, schedule.UnitsPerMicrosecond - 1);
            Assert.Equal(schedule.Size, schedule.CostOf(item.Limit.Capacity));
        });
    }

    private static void AssertWithinAMicrosecond(TimeSpan exact, TimeSpan rounded)
    {
        if (exact == LimitDecision.Never)
        {
            Assert.Equal(exact, rounded);
            return;
        }

        Assert.InRange(rounded - exact, TimeSpan.Zero, TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond - 1));
    }
}
