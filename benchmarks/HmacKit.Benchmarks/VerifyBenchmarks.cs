using BenchmarkDotNet.Attributes;

namespace HmacKit.Benchmarks;

/// <summary>Verifying: HmacKit beside the bare HMAC over the same bytes and beside a verifier written by hand for the scheme.</summary>
[MemoryDiagnoser]
public class VerifyBenchmarks
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
    public VerificationStatus HandWritten() => _case.VerifyByHand();

    /// <summary>The pure form: request, key ring and time in, verdict out.</summary>
    [Benchmark]
    public VerificationStatus HmacKit() => _case.Verify();

    /// <summary><see cref="RequestVerifier"/>, with a key source in memory and a replay store that does nothing.</summary>
    [Benchmark]
    public VerificationStatus HmacKitAsync() => _case.VerifyAsync();
}
