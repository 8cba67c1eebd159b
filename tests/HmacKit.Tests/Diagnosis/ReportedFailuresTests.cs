using System.Text.Json;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Failures of the kinds that public bug reports tell of: each has a cause that is proven, or a hint where nothing can be.</summary>
public class ReportedFailuresTests
{
    /// <summary>A search that finds nothing goes on to the end of its time.</summary>
    private static readonly TimeSpan ShortBudget = TimeSpan.FromSeconds(0.5);

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["meta-reser-at"] = "body_json_html",
        ["shopify15-reser"] = "body_json_escapes",
        ["slack859-b64"] = "body_base64",
        ["slack-json-of-form"] = "body_form_json",
        ["ghform-inner"] = "body_form_json",
        ["ghdocs3567-ascii"] = "hint body_lossy",
        ["conex64-signed-binary"] = "body_narrowed",
        ["gh-sha1-only"] = "header_other algorithm_other",
        ["awsjava1919"] = "target_slashes",
        ["query-order"] = "target_query_order",
        ["empty-query"] = "target_empty_query",
        ["bybit10-ms"] = "time_read_twice",
        ["okx-post-empty"] = "body_placeholder",
        ["bitconverter-dashes"] = "signature_separators",
        ["okex11-secret-latin1"] = "secret_charset",
        ["svix-as-standard"] = "header_other",
        ["utf16-signed"] = "body_utf16",
        ["json-string-twice"] = "body_json_string",
        ["json-null-left-out"] = "body_json_nulls",
        ["theone-gateway-b64"] = "body_base64",
        ["gh-crlf"] = "body_line_endings",
        ["gh-bom"] = "body_byte_order_mark",
        ["stripe-bom-added"] = "body_byte_order_mark",
        ["shopify-newline"] = "body_trailing_newline",
        ["slack-newline-signed"] = "body_trailing_newline",
        ["theone-plus"] = "target_space_encoding",
        ["slack-form-plus"] = "body_form_encoding",
        ["theone-percent-case"] = "target_escape_case",
        ["gh-joined"] = "signature_joined",
        ["gh-latin1"] = "body_latin1",
        ["stripe-latin1-signed"] = "body_latin1",
        ["gh-key-newline"] = "secret_trailing_newline",
        ["gh-hex-secret"] = "secret_encoding",
        ["theone-b64-secret"] = "secret_encoding",
        ["gh-quotes"] = "secret_quotes",
        ["stripe-ms"] = "time_unit",
        ["theone-seconds"] = "time_unit",
        ["theone-seconds-signed"] = "time_unit",
        ["theone-get-body"] = "body_digest_of_empty",
        ["theone-get-emptyobj"] = "body_placeholder",
        ["gh-double-json"] = "body_json_string",
        ["stripe-double-signed"] = "body_json_string",
        ["stripe-python-json"] = "body_json_unicode body_json_spaced",
        ["slack-form-order"] = "body_form_order",
        ["gh-pretty"] = "body_json_indented",
        ["theone-hex-upper"] = "signature_hex_case",
        ["gh-base64-sig"] = "signature_encoding",
        ["theone-no-query"] = "target_without_query",
        ["theone-full-url"] = "target_full_url",
        ["theone-port"] = "target_full_url target_port",
        ["svix-whole-secret"] = "secret_prefix",
        ["line-gzip"] = "body_gzip",
        ["stripe-amount-float"] = "hint body_rewritten",
    };

    public static TheoryData<string> Reports => new(Expected.Keys);

    public static TheoryData<string> SlipsInPython => new(Slips.Keys);

    private static readonly Dictionary<string, JsonElement> Lines = Read("reports.jsonl");

    private static readonly Dictionary<string, JsonElement> Slips = Read("slips.jsonl").Concat(Read("schemes.jsonl")).ToDictionary();

    [Theory]
    [MemberData(nameof(Reports))]
    public void The_cause_is_named(string id)
    {
        SignatureDiagnosis diagnosis = Explain(Lines[id]);
        Assert.Equal(Lines[id].GetProperty("expect").GetString(), VerificationStatuses.NameOf(diagnosis.Status));
        Assert.Equal(Expected[id], FindingOf(diagnosis));
    }

    /// <summary>What is lost is looked for to the end of the time, of which those have little.</summary>
    [Theory]
    [MemberData(nameof(SlipsInPython))]
    public void A_slip_that_was_made_in_Python_is_named(string id)
    {
        string expected = Slips[id].GetProperty("cause").GetString()!;
        SignatureDiagnosis diagnosis = Explain(Slips[id], budget: expected.StartsWith("hint ", StringComparison.Ordinal) ? ShortBudget : null);
        Assert.Equal(Slips[id].GetProperty("expect").GetString(), VerificationStatuses.NameOf(diagnosis.Status));
        Assert.Equal(expected, FindingOf(diagnosis));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Under_another_key_there_is_no_cause(string id) => Assert.Empty(Explain(Lines[id], wrongKey: true).Causes);

    [Fact]
    public void All_reports_are_looked_at() => Assert.Equal(Lines.Keys.Order(), Expected.Keys.Order());

    private static Dictionary<string, JsonElement> Read(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "diagnosis", file))
        .Select(static line => JsonDocument.Parse(line).RootElement).ToDictionary(static line => line.GetProperty("id").GetString()!);

    private static string FindingOf(SignatureDiagnosis diagnosis) =>
        diagnosis.Causes.Count > 0 ? string.Join(' ', diagnosis.Causes) : "hint " + string.Join(' ', diagnosis.Hints.Take(1));

    private static SignatureDiagnosis Explain(JsonElement line, bool wrongKey = false, TimeSpan? budget = null)
    {
        SignatureScheme scheme = SchemeCatalog.Find(line.GetProperty("scheme").GetString()!)!;
        var request = new RawRequest(
            line.GetProperty("method").GetString()!,
            line.GetProperty("target").GetString()!,
            line.GetProperty("headers").EnumerateObject().Select(header => new KeyValuePair<string, string>(header.Name, header.Value.GetString()!)),
            line.GetProperty("bodyBase64").GetBytesFromBase64());
        HmacKey key = wrongKey ? HmacKey.Generate(scheme.Algorithm) : scheme.ImportKey(line.GetProperty("secret").GetString()!);
        return SignatureDiagnosis.Explain(
            scheme,
            request,
            new KeyRing(line.GetProperty("keyId").GetString()!, key),
            DateTimeOffset.FromUnixTimeMilliseconds(line.GetProperty("now").GetInt64()),
            new() { Budget = budget ?? (wrongKey ? ShortBudget : TimeSpan.FromMinutes(1)) });
    }
}
