using System.Collections.Concurrent;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Each slip, made by hand in generated requests of each scheme in which it can be made: the diagnosis names it.</summary>
public class CauseTests
{
    private const int RequestsForEachScheme = 12;

    public static TheoryData<string> Causes => new(DiagnosisCause.All.Select(cause => cause.Name).Except(ShapeSlipTests.Causes));

    [Fact]
    public void There_is_a_slip_for_every_cause() => Assert.Equal(
        DiagnosisCause.All.Select(cause => cause.Name).Order(StringComparer.Ordinal), SenderSlips.ByCause.Keys.Concat(ShapeSlipTests.Causes).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_slip_is_found_in_every_scheme_in_which_it_can_be_made(string cause)
    {
        var wrong = new ConcurrentBag<string>();
        int schemes = 0;
        Parallel.ForEach(DiagnosedSchemes.All, item =>
        {
            int made = 0;
            for (int seed = 0; seed < 4 * RequestsForEachScheme && made < RequestsForEachScheme; seed++)
            {
                var sender = new Sender(item, seed);
                if (!SenderSlips.ByCause[cause](sender) || !(sender.IsSlip || sender.Diagnose().Status != VerificationStatus.Valid))
                {
                    continue;
                }

                made++;
                SignatureDiagnosis diagnosis = sender.Diagnose();
                if (diagnosis.Causes is not [var found] || found.Name != cause)
                {
                    wrong.Add($"{item}, seed {seed}: {diagnosis}");
                }
            }

            Interlocked.Add(ref schemes, made > 0 ? 1 : 0);
            if (made is > 0 and < RequestsForEachScheme)
            {
                wrong.Add($"{item}: only {made} requests");
            }
        });
        Assert.Empty(wrong);
        Assert.True(schemes > 0, "no scheme");
    }
}
