using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Schemes;

public class SchemesCommandTests
{
    [Fact]
    public void All_schemes_are_listed_in_groups_and_one_with_message_headers_window_and_replay()
    {
        string output = CommandRun.Of("schemes").AssertDone().Output;
        Assert.All(SchemeCatalog.All, scheme => Assert.Contains($"\n  {scheme.Name} ", output, StringComparison.Ordinal));
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Contains("\nAPI requests, which name their key (", output, StringComparison.Ordinal);
        Assert.Equal(
            """
            theone
              message     {method}\n{target}\n{timestamp}\n{nonce}\n{body:sha256:hex}
              headers     X-API-KEY: {keyid}
                          X-API-TIMESTAMP: {timestamp}
                          X-API-NONCE: {nonce}
                          X-API-SIGN: {signature:hex}
              algorithm   HMAC-SHA256
              secret      text
              window      30 s back and ahead; the time is in Unix milliseconds
              replay      by nonce: each signed nonce is accepted once
              signs       method, path, query, body, time, nonce
              not signed  other headers

            """,
            CommandRun.Of("schemes", "theone").AssertDone().Output);
    }

    [Fact]
    public void Json_has_the_same()
    {
        JsonArray all = JsonNode.Parse(CommandRun.Of("schemes", "--json").AssertDone().Output)!.AsArray();
        Assert.Equal(SchemeCatalog.All.Select(scheme => scheme.Name), all.Select(scheme => scheme!.AsObject().Text("name")));

        JsonObject svix = RequestVectors.Parse(CommandRun.Of("schemes", "--json", "svix").AssertDone().Output);
        Assert.Equal("{id}.{timestamp}.{body}", svix.Text("message"));
        Assert.Equal(["svix-id", "svix-timestamp", "svix-signature"], svix["headers"]!.AsArray().Select(header => header!.AsObject().Text("name")));
        Assert.Equal("base64, after whsec_ or without it", svix.Text("secretFormat"));
        Assert.Equal(300, svix["window"]!["maxAgeSeconds"]!.GetValue<double>());
        Assert.Equal("unix_seconds", svix["window"]!.AsObject().Text("timestampFormat"));
        Assert.Equal("by_id", svix.Text("replay"));
        Assert.Null(RequestVectors.Parse(CommandRun.Of("schemes", "github", "--json").Output)["window"]);
    }

    [Fact]
    public void Markdown_of_one_scheme_is_its_docs_table()
    {
        Assert.Equal(
            """
            | Property | Value |
            | --- | --- |
            | Also known as | `svix` |
            | Message | `{id}.{timestamp}.{body}` |
            | Header `webhook-id` | `{id}` |
            | Header `webhook-timestamp` | `{timestamp}` |
            | Header `webhook-signature` | `v1,{signature:base64}` (list, separated by ' ') |
            | Algorithm | HMAC-SHA256 |
            | Secret format | base64, after whsec_ or without it |
            | Time window | 300 s back and ahead; the time is in Unix seconds |
            | Replay | by id: each signed id is accepted once |
            | Signs | body, time, id |
            | Not signed | method, path, query, other headers |
            | Vendor's documentation | <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md> |

            """,
            CommandRun.Of("schemes", "--markdown", "standard-webhooks").AssertDone().Output);
    }

    [Fact]
    public void Markdown_of_all_schemes_is_the_summary()
    {
        string[] lines = CommandRun.Of("schemes", "--markdown").AssertDone().Lines;
        Assert.Equal(2 + SchemeCatalog.All.Count, lines.Length);
        Assert.Equal("| Scheme | Message | Signature in | Window | Replay |", lines[0]);
        Assert.Contains("| `onering` | `{timestamp}.{id}.{body}` | `X-Webhook-Signature` | 300 s | by id |", lines);
        Assert.Contains("| `github` | `{body}` | `X-Hub-Signature-256` | none | none |", lines);
    }

    [Fact]
    public void Text_of_a_definition_cannot_break_the_table()
    {
        var scheme = SignatureScheme.Compile(new()
        {
            Name = "odd",
            Message = "{method}|{timestamp}`\t\r\n{body}",
            Headers = { ["X-A"] = HeaderFormat.Fields("t={timestamp}|v={signature:hex}", separator: '|') },
            Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1.5)),
            AmbiguousBecause = "it <isn't> | is",
        });
        string table = SchemeMarkdown.Table(scheme);
        Assert.Contains("| Message | `` {method}\\|{timestamp}`\\t\\r\\n{body} `` |\n", table, StringComparison.Ordinal);
        Assert.Contains("| Header `X-A` | `t={timestamp}\\|v={signature:hex}` |\n", table, StringComparison.Ordinal);
        Assert.Contains("| Time window | 90 s back, 1.5 s ahead; the time is an HTTP date |\n", table, StringComparison.Ordinal);
        Assert.Contains("| Not signed | path, query, other headers |\n", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Twilio", "twilio\n  message ")]
    [InlineData("x-hub-signature", "\n  github ")]
    [InlineData("standardwebhooks", null)]
    [InlineData("thumbor.readthedocs", "thumbor\n  message ")]
    [InlineData("kucoin.com", "\n  kucoin-v2 ")]
    public void A_text_that_is_no_name_is_searched_for(string text, string? expected)
    {
        CommandRun run = CommandRun.Of("schemes", text);
        if (expected is null)
        {
            Assert.Contains("none has it", run.AssertWrongUse(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(expected, run.AssertDone().Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_no_scheme_has_is_wrong_use()
    {
        Assert.Contains("no scheme 'nowhere-to-be-found'", CommandRun.Of("schemes", "nowhere-to-be-found").AssertWrongUse(), StringComparison.Ordinal);
    }
}
