namespace HmacKit.Tests.Diagnosis;

/// <summary>Two slips at once, of different kinds.</summary>
public class PairTests
{
    private const int RequestsForEachScheme = 2;

    // One of each kind; the second is made with what the first has left.
    public static TheoryData<string, string> Pairs => new()
    {
        { "body_json_compact", "secret_trailing_newline" },
        { "body_trailing_newline", "method_case" },
        { "body_json_unicode", "separator_doubled" },
        { "body_gzip", "secret_quotes" },
        { "body_json_html", "time_zone" },
        { "target_prefix", "body_trailing_newline" },
        { "target_decoded", "secret_encoding" },
        { "target_without_query", "signature_encoding" },
        { "target_space_encoding", "algorithm_other" },
        { "time_unit", "body_json_compact" },
        { "time_format", "secret_blanks" },
        { "time_of_another_header", "algorithm_plain_hash" },
        { "query_json_unsorted", "body_trailing_newline" },
        { "query_json_raw", "secret_quotes" },
        { "secret_prefix", "signature_prefix" },
        { "secret_previous_key", "body_trailing_newline" },
        { "separator_missing", "secret_trailing_newline" },
        { "parts_order", "body_line_endings" },
        { "signature_hex_case", "separator_trailing" },
        { "algorithm_other", "separator_missing" },
        { "parts_order", "separator_missing" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_slips_at_once_are_both_found(string first, string second)
    {
        int found = 0;
        foreach (SchemeCase item in DiagnosedSchemes.All)
        {
            for (int seed = 0; seed < RequestsForEachScheme; seed++)
            {
                var alone = new Sender(item, seed);
                var other = new Sender(item, seed);
                var sender = new Sender(item, seed);
                bool areMade = SenderSlips.ByCause[first](alone) && alone.IsSlip && SenderSlips.ByCause[second](other) && other.IsSlip
                    && SenderSlips.ByCause[first](sender) && SenderSlips.ByCause[second](sender);
                if (!areMade)
                {
                    continue;
                }

                SignatureDiagnosis diagnosis = sender.Diagnose();
                Assert.True(
                    diagnosis.Causes.Select(cause => cause.Name).ToHashSet().SetEquals([first, second]), $"{item}, seed {seed}: {diagnosis}");
                found++;
            }
        }

        Assert.True(found > 0);
    }
}
