using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;

namespace HmacKit.Benchmarks;

/// <summary>One token for one of many callers, beside the framework's partitioned limiter. For the million of them see <see cref="LimiterComparison"/>.</summary>
[MemoryDiagnoser]
public class TokenBucketBenchmarks
{
    private static readonly BucketLimits OneLimit = [new BucketLimit(capacity: 1_000_000_000, tokens: 1_000_000, TimeSpan.FromSeconds(1))];
    private static readonly BucketLimits TwoLimits = [OneLimit[0], new BucketLimit(1_000_000_000, 10_000_000, TimeSpan.FromMinutes(1), "minute")];
    private static readonly BucketLimit OncePerYear = new(capacity: 1, tokens: 1, TimeSpan.FromDays(365));
    private static readonly BucketLimits Exhausted = [OncePerYear];

    private readonly string[] _callers = [.. Enumerable.Range(1, 1000).Select(static i => $"key_{(ulong)i * 0x9E3779B97F4A7C15:x16}")];
    private readonly MemoryTokenBuckets _buckets = new();
    private readonly TokenBucket _bucket = new(OneLimit[0]);
    private readonly PartitionedRateLimiter<string> _rival = System.Threading.RateLimiting.PartitionedRateLimiter.Create<string, string>(
        static key => RateLimitPartition.GetTokenBucketLimiter(key, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1_000_000_000,
            TokensPerPeriod = 1_000_000,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private long _timestamp;
    private int _next;

    private string NextCaller => _callers[_next = (_next + 1) % _callers.Length];

    [GlobalSetup]
    public void SetUp()
    {
        _timestamp = TimeProvider.System.GetTimestamp();
        foreach (string caller in _callers)
        {
            _buckets.Take(caller, Exhausted);
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _rival.Dispose();

    [Benchmark(Baseline = true)]
    public bool PartitionedRateLimiter()
    {
        using RateLimitLease lease = _rival.AttemptAcquire(NextCaller);
        return lease.IsAcquired;
    }

    [Benchmark]
    public bool MemoryTokenBuckets() => _buckets.Take(NextCaller, OneLimit).Allowed;

    [Benchmark]
    public bool MemoryTokenBucketsWithClockPassedIn() => _buckets.Take(NextCaller, OneLimit, 1, _timestamp).Allowed;

    [Benchmark]
    public bool MemoryTokenBucketsUnderTwoLimits() => _buckets.Take(NextCaller, TwoLimits).Allowed;

    [Benchmark]
    public bool MemoryTokenBucketsRefusing() => _buckets.Take(NextCaller, Exhausted).Allowed;

    [Benchmark]
    public bool TokenBucket() => _bucket.TryTake().Allowed;
}
