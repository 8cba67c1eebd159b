using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.RateLimiting;

namespace HmacKit.Benchmarks;

/// <summary>
/// <see cref="MemoryTokenBuckets"/> against <see cref="PartitionedRateLimiter"/> with token buckets, in one process:
/// short slices of each, turn and turn about, and the medians of the ratios within a round. Every take is allowed.
/// </summary>
internal static class LimiterComparison
{
    private const int DefaultRounds = 41;
    private const int WarmUpMilliseconds = 500;
    private const int Million = 1_000_000;

    private static readonly BucketLimits Limits = [new BucketLimit(capacity: 1_000_000_000, tokens: 1_000_000, TimeSpan.FromSeconds(1))];

    // More in its tenth of a second than a thread can take, and so with groups, as windows of many tokens have.
    private static readonly BucketLimits Windows = [BucketLimit.InAny(10_000_000, TimeSpan.FromMilliseconds(100))];

    private static readonly TokenBucketRateLimiterOptions RivalOptions = new()
    {
        TokenLimit = 1_000_000_000,
        TokensPerPeriod = 1_000_000,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    public static int Run(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultRounds;
        Print($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors; {rounds} rounds, {ThreadClock.Name}.");
        Print($"");
        Print($"| keys | PRL ns | ours ns | ours / PRL | ours with the clock passed in, ns | / PRL | PRL B/op | ours B/op |");
        Print($"|---|---|---|---|---|---|---|---|");
        foreach (int keyCount in new[] { 1, 1_000, Million })
        {
            CompareAcquire(keyCount, rounds);
        }

        Print($"");
        Print($"| keys | token bucket ns | sliding window ns | window / bucket | window B/op |");
        Print($"|---|---|---|---|---|");
        foreach (int keyCount in new[] { 1, 1_000, 100_000 })
        {
            CompareWindow(keyCount, rounds);
        }

        Print($"");
        Print($"| two threads on one key | throughput / that of one |");
        Print($"|---|---|");
        CompareTwoThreads(rounds);
        Print($"");
        Print($"| 1,000,000 keys | bytes a key, without its string | idle, share of a core |");
        Print($"|---|---|---|");
        CompareAtRest();
        return 0;
    }

    private static void CompareAcquire(int keyCount, int rounds)
    {
        using PartitionedRateLimiter<string> rival = MakeRival();
        Candidate[] candidates = MakeCandidates(keyCount, rival);
        foreach (Candidate candidate in candidates)
        {
            candidate.WarmUp(WarmUpMilliseconds);
        }

        var cell = new Cell($"{keyCount}", bodyBytes: 0, candidates);
        cell.Measure(rounds, new Random(1));
        (Candidate prl, Candidate ours, Candidate withClock) = (candidates[0], candidates[1], candidates[2]);
        Print($"| {keyCount:N0} | {prl.MedianNanoseconds:F1} | {ours.MedianNanoseconds:F1} | {ours.RatioTo(prl):F2} | {withClock.MedianNanoseconds:F1} | {withClock.RatioTo(prl):F2} | {prl.BytesPerOperation:F0} | {ours.BytesPerOperation:F0} |");
    }

    private static void CompareWindow(int keyCount, int rounds)
    {
        string[] keys = MakeKeys(keyCount);
        string[] order = new string[1 << 20];
        new Random(2026).GetItems(keys, order);
        var store = new MemoryTokenBuckets(keyCount);
        foreach (string key in keys)
        {
            store.Take(key, Limits);
            store.Take(key, Windows);
        }

        Candidate Of(string name, BucketLimits limits)
        {
            int next = 0;
            var candidate = new Candidate(name, operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    MustBeAllowed(store.Take(order[next++ & (order.Length - 1)], limits).Allowed);
                }
            });
            candidate.WarmUp(WarmUpMilliseconds);
            return candidate;
        }

        (Candidate bucket, Candidate window) = (Of("bucket", Limits), Of("window", Windows));
        new Cell($"{keyCount}", bodyBytes: 0, [bucket, window]).Measure(rounds, new Random(1));
        Print($"| {keyCount:N0} | {bucket.MedianNanoseconds:F1} | {window.MedianNanoseconds:F1} | {window.RatioTo(bucket):F2} | {window.BytesPerOperation:F0} |");
    }

    private static void CompareTwoThreads(int rounds)
    {
        const string Key = "key_0123456789abcdef";
        using PartitionedRateLimiter<string> rival = MakeRival();
        var ours = new MemoryTokenBuckets();
        var bucket = new TokenBucket(Limits[0]);
        (string Name, Func<bool> Take)[] candidates =
        [
            ("PRL", () =>
            {
                using RateLimitLease lease = rival.AttemptAcquire(Key);
                return lease.IsAcquired;
            }),
            ("ours", () => ours.Take(Key, Limits).Allowed),
            ("a single TokenBucket", () => bucket.TryTake().Allowed),
        ];
        foreach ((string name, Func<bool> take) in candidates)
        {
            var candidate = new Candidate(name, operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    MustBeAllowed(take());
                }
            });
            candidate.WarmUp(WarmUpMilliseconds);
            var threads = new ContendedThreads(candidate.Run);
            threads.Measure(rounds);
            Print($"| {name} | {threads.Throughput:F2} |");
        }
    }

    private static void CompareAtRest()
    {
        string[] keys = MakeKeys(Million);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var ours = new MemoryTokenBuckets(Million);
        foreach (string key in keys)
        {
            MustBeAllowed(ours.Take(key, Limits).Allowed);
        }

        PrintAtRest("ours", GC.GetTotalMemory(forceFullCollection: true) - before);
        GC.KeepAlive(ours);
        before = GC.GetTotalMemory(forceFullCollection: true);
        using PartitionedRateLimiter<string> rival = MakeRival();
        foreach (string key in keys)
        {
            using RateLimitLease lease = rival.AttemptAcquire(key);
            MustBeAllowed(lease.IsAcquired);
        }

        PrintAtRest("PRL", GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private static void PrintAtRest(string name, long bytes)
    {
        using var process = Process.GetCurrentProcess();
        Thread.Sleep(TimeSpan.FromSeconds(2)); // the JIT's own threads come to rest
        TimeSpan used = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(TimeSpan.FromSeconds(8));
        process.Refresh();
        double cores = (process.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(start);
        Print($"| {name} | {(double)bytes / Million:F1} | {cores:P2} |");
    }

    /// <summary>Each takes the keys in the same random order, and goes on where its last slice ended.</summary>
    private static Candidate[] MakeCandidates(int keyCount, PartitionedRateLimiter<string> rival)
    {
        string[] keys = MakeKeys(keyCount);
        string[] order = new string[1 << 20];
        new Random(2026).GetItems(keys, order);
        var ours = new MemoryTokenBuckets(keyCount);
        foreach (string key in keys)
        {
            rival.AttemptAcquire(key).Dispose();
            ours.Take(key, Limits);
        }

        int next = 0;
        int nextOurs = 0;
        int nextWithClock = 0;
        return
        [
            new("PRL", operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    using RateLimitLease lease = rival.AttemptAcquire(order[next++ & (order.Length - 1)]);
                    MustBeAllowed(lease.IsAcquired);
                }
            }),
            new("ours", operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    MustBeAllowed(ours.Take(order[nextOurs++ & (order.Length - 1)], Limits).Allowed);
                }
            }),
            new("ours with the clock passed in", operations =>
            {
                long timestamp = Stopwatch.GetTimestamp();
                for (int i = 0; i < operations; i++)
                {
                    MustBeAllowed(ours.Take(order[nextWithClock++ & (order.Length - 1)], Limits, 1, timestamp).Allowed);
                }
            }),
        ];
    }

    private static void MustBeAllowed(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("A take was refused, so the candidates wouldn't do the same work.");
        }
    }

    private static PartitionedRateLimiter<string> MakeRival() =>
        PartitionedRateLimiter.Create<string, string>(static key => RateLimitPartition.GetTokenBucketLimiter(key, static _ => RivalOptions));

    private static string[] MakeKeys(int count) =>
        [.. Enumerable.Range(1, count).Select(static i => $"key_{(ulong)i * 0x9E3779B97F4A7C15:x16}")];

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
