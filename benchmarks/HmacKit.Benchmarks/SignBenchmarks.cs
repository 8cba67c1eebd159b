using BenchmarkDotNet.Attributes;

namespace HmacKit.Benchmarks;

/// <summary>Signing into the caller's span: HmacKit beside the bare HMAC over the same bytes and beside a signer written by hand.</summary>
[MemoryDiagnoser]
public class SignBenchmarks
{
    private SchemeCase _case = null!;

    [ParamsSource(nameof(Schemes))]
    public string Scheme { get; set; } = "";

    [ParamsSource(nameof(Sizes))]
    public int BodyBytes { get; set; }

    public static IEnumerable<string> Schemes => SchemeCase.Names;

    public static IEnumerable<int> Sizes => SchemeCase.Sizes;

    [GlobalSetup]
    public void SetUp() => _case = new SchemeCase(Scheme, BodyBytes);

    [GlobalCleanup]
    public void CleanUp() => _case.Dispose();

    [Benchmark(Baseline = true)]
    public byte Bare() => _case.Bare();

    [Benchmark]
    public byte HandWritten() => _case.SignByHand();

    [Benchmark]
    public byte HmacKit() => _case.Sign();
}
