using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Batch;

public class ExplainBatchTests
{
    private static readonly string[] Command = ["explain", "--batch", "-"];

    // Independent: the example of GitHub's own documentation.
    private static JsonObject GitHub => RequestVectors.Parse(
        """{"id":"g","scheme":"github","keyId":"","secret":"It's a Secret to Everybody","method":"POST","target":"/","headers":{"X-Hub-Signature-256":"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},"bodyBase64":"SGVsbG8sIFdvcmxkIQ==","now":1766000000000}""");

    [Fact]
    public void Every_line_gets_status_cause_and_advice()
    {
        JsonObject newline = GitHub;
        newline["bodyBase64"] = Convert.ToBase64String("Hello, World!\n"u8);
        JsonObject mismatch = GitHub;
        mismatch["bodyBase64"] = Convert.ToBase64String("Hello, Moon!"u8);
        JsonObject both = newline.DeepClone().AsObject();
        both["secret"] = "\"It's a Secret to Everybody\"";
        CommandRun run = CommandRun.With($"{GitHub.ToJsonString()}\n{newline.ToJsonString()}\n{mismatch.ToJsonString()}\n{both.ToJsonString()}\n{{\"id\":5}}\n", [.. Command, "--budget", "60000"]).AssertDone();
        Assert.Equal("""{"id":"g","status":"valid","cause":null,"advice":"Nothing is wrong: the request is valid."}""", run.Lines[0]);
        Assert.StartsWith("""{"id":"g","status":"signature_mismatch","cause":"body_trailing_newline","advice":"The signature fits the body without the line break at its end. """, run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("""{"id":"g","status":"signature_mismatch","cause":null,"advice":"Neither the request nor any known slip fits """, run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("""{"id":"g","status":"signature_mismatch","cause":"body_trailing_newline","also":"secret_quotes","advice":""", run.Lines[3], StringComparison.Ordinal);
        Assert.Equal("""{"id":5,"error":"line 5: 'scheme' is missing"}""", run.Lines[4]);
    }

    [Fact]
    public void Statuses_are_those_of_verify_and_genuine_requests_have_no_cause()
    {
        string[] lines = [.. RequestVectors.Lines.Where((_, i) => i % 7 == 0)];
        CommandRun verified = CommandRun.With(string.Join('\n', lines), "verify", "--batch", "-").AssertDone();
        CommandRun explained = CommandRun.With(string.Join('\n', lines), [.. Command, "--budget", "5"]).AssertDone();
        Assert.Equal(verified.Lines.Length, explained.Lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonObject answer = RequestVectors.Parse(explained.Lines[i]);
            Assert.Equal(RequestVectors.Parse(verified.Lines[i]).Text("status"), answer.Text("status"));
            Assert.True(answer.Text("status") != "valid" || answer["cause"] is null);
            Assert.NotEmpty(answer.Text("advice"));
        }
    }
}
