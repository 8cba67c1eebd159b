using System.Text;
using System.Text.Json;

namespace HmacKit.Tests.Diagnosis;

/// <summary>One library signs, another one sends: what Python, Node and Go really write.</summary>
public class OtherLanguagesTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Vector[] Vectors =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "diagnosis", "json.jsonl")).Select(line => JsonSerializer.Deserialize<Vector>(line, Web)!)];

    // signed by, sent by, and what may come of it; the data decides which of the differences show
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "python compact", "python", "body_json_compact" },
        { "python", "python compact", "body_json_spaced" },
        { "python", "node", "body_json_spaced body_json_unicode" },
        { "node", "python", "body_json_compact body_json_unicode" },
        { "node", "python compact", "body_json_unicode" },
        { "python utf-8", "python", "body_json_unicode" },
        { "python utf-8", "node", "body_json_spaced" },
        { "node", "node indented", "body_json_compact" },
        { "node indented", "node", "body_json_indented" },
        { "python indented", "python", "body_json_indented" },
        { "python sorted", "python", "body_json_sorted" },
        { "go", "node", "body_json_sorted body_json_html" },
        { "go", "python utf-8", "body_json_compact body_json_sorted body_json_html" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_one_library_signed_and_another_one_sent_is_told(string signedBy, string sentBy, string causes)
    {
        string[] allowed = causes.Split(' ');
        var seen = new HashSet<string>();
        for (int data = 0; data <= Vectors.Max(vector => vector.Data); data++)
        {
            foreach (string scheme in new[] { "github", "theone", "stripe" })
            {
                byte[] signedBody = Text(data, signedBy);
                var sender = new Sender(SchemeCase.Of(scheme), data) { Body = Text(data, sentBy), SignedBody = signedBody };
                SignatureDiagnosis diagnosis = sender.Diagnose(new() { Budget = TimeSpan.FromMinutes(1), SkipsWideSlips = true });
                if (!sender.IsSlip)
                {
                    Assert.Empty(diagnosis.Causes);
                    continue;
                }

                if (allowed.Length < 3 || diagnosis.Cause is not null)
                {
                    Assert.NotEmpty(diagnosis.Causes);
                    Assert.Empty(diagnosis.Causes.Select(cause => cause.Name).Except(allowed));
                    seen.UnionWith(diagnosis.Causes.Select(cause => cause.Name));
                }
            }
        }

        Assert.NotEmpty(seen);
    }

    private static byte[] Text(int data, string tool) =>
        Encoding.UTF8.GetBytes(Vectors.Single(vector => vector.Data == data && vector.Tool == tool).Text);

    private sealed record Vector(int Data, string Tool, string Text);
}
