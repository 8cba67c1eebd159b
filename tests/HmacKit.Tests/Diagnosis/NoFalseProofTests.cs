using System.Security.Cryptography;
using Xunit.Abstractions;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Where there is no slip, none is claimed.</summary>
public class NoFalseProofTests(ITestOutputHelper output)
{
    private const int Garbage = 20_000;
    private const int GarbageInPairs = 24;

    [Fact]
    public void Random_garbage_has_no_cause_in_twenty_thousand_tries()
    {
        long start = TimeProvider.System.GetTimestamp();
        int claims = 0;

        // Four out of five in schemes with few parts, where a try takes a third of the time.
        SchemeCase[] cheap = [.. DiagnosedSchemes.All.Where(item => item.Scheme.Message == "{body}")];
        IReadOnlyList<SchemeCase> all = DiagnosedSchemes.All;
        Parallel.For(0, Garbage, i => Count(ref claims, Diagnose(i % 5 == 0 ? all[i / 5 % all.Count] : cheap[i % cheap.Length], i, maxSlips: 1)));
        output.WriteLine($"{Garbage} tries in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.Equal(0, claims);
    }

    [Fact]
    public void Random_garbage_has_no_cause_among_the_pairs_either()
    {
        int claims = 0;
        int schemes = DiagnosedSchemes.All.Count;
        Parallel.For(0, GarbageInPairs, i => Count(ref claims, Diagnose(DiagnosedSchemes.All[i % schemes], i, maxSlips: 2)));
        Assert.Equal(0, claims);
    }

    [Fact]
    public void A_correct_request_has_no_cause()
    {
        foreach (SchemeCase item in DiagnosedSchemes.All)
        {
            for (int seed = 0; seed < 100; seed++)
            {
                SignatureDiagnosis diagnosis = new Sender(item, seed).Diagnose();
                Assert.Equal(VerificationStatus.Valid, diagnosis.Status);
                Assert.Empty(diagnosis.Causes);
                Assert.Null(diagnosis.Cause);
                Assert.Null(diagnosis.Difference);
                Assert.True(diagnosis.IsSignatureRight);
            }
        }
    }

    private static void Count(ref int claims, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.Causes.Count > 0 || diagnosis.IsSignatureRight)
        {
            Interlocked.Increment(ref claims);
        }
    }

    /// <summary>A request with a signature that nobody computed, or with one of another message under another key.</summary>
    private static SignatureDiagnosis Diagnose(SchemeCase item, int seed, int maxSlips)
    {
        var sender = new Sender(item, seed);
        sender.Body = sender.Dice.Next(3) switch
        {
            0 => sender.Dice.Bytes(sender.Dice.Next(40)),
            1 => "{\"a\": 1}"u8.ToArray(),
            _ => [],
        };
        sender.Target = "/" + sender.Dice.Word(3);
        if (sender.Dice.Next(2) == 0)
        {
            sender.Key = sender.Dice.Bytes(32);
        }
        else
        {
            sender.Tag = (_, message) => SHA512.HashData([.. message, 1])[..item.Scheme.Algorithm.TagSize];
        }

        // The very many milliseconds within a second make a try ten times as long and prove the same.
        return sender.Diagnose(new DiagnosisOptions { Budget = TimeSpan.FromMinutes(1), MaxSlips = maxSlips, SkipsWideSlips = true });
    }
}
