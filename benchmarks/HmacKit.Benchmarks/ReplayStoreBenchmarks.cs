using BenchmarkDotNet.Attributes;

namespace HmacKit.Benchmarks;

/// <summary>One new nonce among a million live ones, as many expiring as come: HmacKit's store and what is used in its place.</summary>
[MemoryDiagnoser]
public class ReplayStoreBenchmarks
{
    private const int Live = 1_000_000;

    private ReplayCandidate _candidate = null!;
    private long _number;

    [GlobalSetup(Target = nameof(ConcurrentDictionary))]
    public void SetUpDictionary() => SetUp("dictionary");

    [GlobalSetup(Target = nameof(MemoryCache))]
    public void SetUpCache() => SetUp("cache");

    [GlobalSetup(Target = nameof(HmacKit))]
    public void SetUpStore() => SetUp("store");

    /// <summary>A concurrent dictionary of expiry times, swept every half window.</summary>
    [Benchmark(Baseline = true)]
    public bool ConcurrentDictionary() => AddNext();

    /// <summary>A cache with absolute expiry. Look, then set: two copies at once both get through.</summary>
    [Benchmark]
    public bool MemoryCache() => AddNext();

    [Benchmark]
    public bool HmacKit() => AddNext();

    private void SetUp(string name)
    {
        _candidate = ReplayCandidate.Create(name, Live);
        for (int i = 0; i < Live / 2 * 3; i++)
        {
            AddNext();
        }
    }

    private bool AddNext()
    {
        long number = _number++;
        _candidate.MoveTo(number);
        return _candidate.TryAdd(ReplayCandidate.Nonce(number), _candidate.SignedAt(number));
    }
}
