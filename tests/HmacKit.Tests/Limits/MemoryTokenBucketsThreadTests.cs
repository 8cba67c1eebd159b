using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class MemoryTokenBucketsThreadTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Threads_with_one_caller_get_exactly_what_there_is()
    {
        var store = new MemoryTokenBuckets(time: _clock);
        BucketLimits limits = [BucketLimit.PerHour(400_000)];
        int allowed = 0;
        AtOnce.Run(4, _ =>
        {
            int own = 0;
            for (int i = 0; i < 150_000; i++)
            {
                own += store.Take("caller", limits).Allowed ? 1 : 0;
            }

            Interlocked.Add(ref allowed, own);
        });
        Assert.Equal(400_000, allowed);
    }

    [Fact]
    public void Threads_under_several_limits_get_exactly_what_there_is()
    {
        var store = new MemoryTokenBuckets(time: _clock);
        BucketLimit shared = BucketLimit.PerHour(200_000);
        BucketLimits[] sets = [[shared, BucketLimit.PerDay(150_000, "a")], [BucketLimit.PerDay(150_000, "b"), shared], [shared]];
        int[] allowed = new int[3];
        AtOnce.Run(3, thread =>
        {
            for (int i = 0; i < 170_000; i++)
            {
                allowed[thread] += store.Take("caller", sets[thread]).Allowed ? 1 : 0;
            }
        });
        Assert.Equal(200_000, allowed.Sum());
        Assert.Equal(150_000 - allowed[0], store.Take("caller", [sets[0][1]], 0).Remaining);
        Assert.Equal(150_000 - allowed[1], store.Take("caller", [sets[1][0]], 0).Remaining);
    }

    [Fact]
    public void Threads_whose_callers_take_over_each_others_places_get_no_more_than_is_theirs()
    {
        var store = new MemoryTokenBuckets(1, _clock);
        var limit = new BucketLimit(3, 1, TimeSpan.FromSeconds(1));
        BucketLimits one = [limit];
        BucketLimits two = [new BucketLimit(4, 1, TimeSpan.FromSeconds(2), "slow"), limit];
        string[] callers = [.. Enumerable.Range(0, 400).Select(i => $"caller {i}")];
        long[] allowed = new long[callers.Length];
        int full = 0;
        AtOnce.Run(4, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 60_000; i++)
            {
                if (random.Next(8) == 0)
                {
                    _clock.Advance(TimeSpan.FromTicks(random.Next(100_000)));
                }

                int caller = random.Next(callers.Length);
                BucketLimits limits = random.Next(2) == 0 ? one : two;
                LimitDecision decision = store.Take(callers[caller], limits);
                for (; decision.Allowed; decision = store.Take(callers[caller], limits))
                {
                    Interlocked.Increment(ref allowed[caller]);
                }

                Interlocked.Add(ref full, decision.Status == LimitStatus.StoreFull ? 1 : 0);
            }
        });

        long most = 3 + (_clock.GetTimestamp() / TimeSpan.TicksPerSecond);
        Assert.All(allowed, count => Assert.InRange(count, 0, most));
        Assert.True(full > 0 && allowed.Count(count => count > 0) > 300, "Places must change hands.");
    }

    [Fact]
    public void Nobody_takes_from_a_bucket_that_has_become_somebody_elses()
    {
        // Everybody comes back only after the bucket is full again, and by then others have been given its place.
        var store = new MemoryTokenBuckets(1, _clock);
        var limit = new BucketLimit(1, 1, TimeSpan.FromMilliseconds(1));
        BucketLimits[] sets = [[limit], [new BucketLimit(1, 1, TimeSpan.FromMilliseconds(1), "other"), limit]];
        int exhausted = 0;
        int allowed = 0;
        AtOnce.Run(4, thread =>
        {
            string[] callers = [.. Enumerable.Range(0, 60).Select(i => $"caller {thread} {i}")];
            for (int i = 0; i < 60_000; i++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(3));
                LimitStatus status = store.Take(callers[i % callers.Length], sets[i % 2]).Status;
                Interlocked.Add(ref exhausted, status == LimitStatus.Exhausted ? 1 : 0);
                Interlocked.Add(ref allowed, status == LimitStatus.Allowed ? 1 : 0);
            }
        });
        Assert.Equal(0, exhausted);
        Assert.InRange(allowed, 230_000, 240_000);
    }
}
