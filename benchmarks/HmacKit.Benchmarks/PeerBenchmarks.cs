using BenchmarkDotNet.Attributes;

namespace HmacKit.Benchmarks;

/// <summary>A 1 KiB webhook over <c>timestamp.body</c>: HmacKit beside the code that most projects have for it.</summary>
[MemoryDiagnoser]
public class PeerBenchmarks
{
    private WebhookCase _case = null!;

    [GlobalSetup]
    public void SetUp() => _case = new WebhookCase();

    [GlobalCleanup]
    public void CleanUp() => _case.Dispose();

    [Benchmark(Baseline = true)]
    public byte Bare() => _case.Bare();

    [Benchmark]
    public bool NaiveWithStringEquality() => _case.NaiveWithStringEquality();

    [Benchmark]
    public bool NaiveWithFixedTimeEquals() => _case.NaiveWithFixedTimeEquals();

    [Benchmark]
    public VerificationStatus HmacKit() => _case.Verify();
}
