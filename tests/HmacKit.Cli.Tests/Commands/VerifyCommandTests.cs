namespace HmacKit.Cli.Tests.Commands;

public class VerifyCommandTests
{
    // Independent: Stripe's own SDK made this header (its vector says how).
    private const string Stripe =
        "POST /webhooks/stripe HTTP/1.1\r\nHost: example.com\r\nStripe-Signature: t=1700000000,v1=4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150\r\n\r\n{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";

    private static readonly string[] Options = ["verify", "--scheme", "stripe", "--secret", "whsec_test_secret"];

    [Theory]
    [InlineData("1700000000")]
    [InlineData("1700000299999")]
    [InlineData("2023-11-14T23:13:20+01:00")]
    public void A_genuine_request_is_valid_at_its_time(string now)
    {
        CommandRun run = CommandRun.With(Stripe, [.. Options, "--now", now, "-"]).AssertDone();
        Assert.Equal("valid\n", run.Output);
    }

    [Fact]
    public void Without_now_the_clock_says_the_time()
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Stripe));
        CommandRun run = CommandRun.With(input, [.. Options, "-"], now: DateTimeOffset.FromUnixTimeSeconds(1700000001));
        Assert.Equal("valid\n", run.AssertDone().Output);
    }

    [Fact]
    public void A_request_in_a_file_is_read_from_it()
    {
        using var file = new TemporaryFile(Stripe);
        Assert.Equal("valid\n", CommandRun.Of([.. Options, "--now", "1700000000", file.Path]).AssertDone().Output);
    }

    [Theory]
    [InlineData("evt_test", "evt_text", "1700000000", "signature_mismatch", "and the secrets")]
    [InlineData("}", "}\n", "1700000000", "signature_mismatch", "editor")]
    [InlineData("t=1700000000", "t=1700000000x", "1700000000", "malformed_header", "The time isn't written in Unix seconds")]
    [InlineData("Host: example.com", "stripe-signature: t=1", "1700000000", "malformed_header", "Stripe-Signature is there more than once")]
    [InlineData("Stripe-Signature", "X-Other", "1700000000", "missing_header", "Not there: Stripe-Signature")]
    [InlineData("x", "x", "1700000301", "timestamp_too_old", "301 s old, at most 300 s are accepted")]
    [InlineData("x", "x", "1699999699", "timestamp_in_future", "301 s ahead, at most 300 s are accepted")]
    public void A_rejected_request_gets_its_status_and_a_line_of_what_to_look_at(
        string old, string replacement, string now, string status, string advice)
    {
        CommandRun run = CommandRun.With(Stripe.Replace(old, replacement, StringComparison.Ordinal), [.. Options, "--now", now, "-"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(2, run.Lines.Length);
        Assert.Equal(status, run.Lines[0]);
        Assert.Contains(advice, run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_over_the_limit_is_rejected()
    {
        CommandRun run = CommandRun.With(Stripe, [.. Options, "--now", "1700000000", "--max-body", "20", "-"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("body_too_large", run.Lines[0]);
        Assert.Contains("--max-body raises the limit", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Whichever_key_the_request_names_is_taken_unless_the_command_names_one()
    {
        System.Text.Json.Nodes.JsonObject vector = RequestVectors.Parse(RequestVectors.Lines.First(line =>
            line.Contains("\"theone\"", StringComparison.Ordinal) && line.Contains("\"expect\": \"valid\"", StringComparison.Ordinal)
            && line.Contains("\"bodyBase64\": \"\"", StringComparison.Ordinal)));
        string request = $"{vector.Text("method")} {vector.Text("target")} HTTP/1.1\r\n"
            + string.Concat(vector["headers"]!.AsObject().Select(header => $"{header.Key}: {header.Value}\r\n")) + "\r\n";
        string[] command = ["verify", "--scheme", "theone", "--secret=" + vector.Text("secret"), "--now", vector["now"]!.ToJsonString(), "-"];

        Assert.Equal("valid\n", CommandRun.With(request, command).Output);
        Assert.Equal("valid\n", CommandRun.With(request, [.. command, "--key-id", vector.Text("keyId")]).Output);
        CommandRun other = CommandRun.With(request, [.. command, "--key-id", "another"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Equal("unknown_key", other.Lines[0]);
    }

    [Fact]
    public void The_header_of_the_scheme_body_can_be_named()
    {
        // printf abc | openssl dgst -sha256 -hmac 0123456789abcdef
        const string request = "POST / HTTP/1.1\nX-Acme: bcaa92843247bc258080d2824bddeba4afb1bd61b4688ca65f60a214e1d9759e\n\nabc";
        string[] command = ["verify", "--scheme", "body", "--signature-header", "x-acme", "--secret", "0123456789abcdef", "-"];
        Assert.Equal("valid\n", CommandRun.With(request, command).AssertDone().Output);
    }

    [Theory]
    [InlineData("name the file")]
    [InlineData("there is no file", "/no/such/file.http")]
    [InlineData("is a directory", "/")]
    [InlineData("give either", "-", "--batch", "-")]
    [InlineData("--secret", "--batch", "-", "--secret", "x")]
    [InlineData("--now", "--batch", "-", "--now", "1")]
    public void Wrong_use_says_what_is_wrong(string reason, params string[] args)
    {
        string[] options = args.Contains("--batch") ? [] : ["--scheme", "stripe", "--secret", "0123456789abcdef"];
        Assert.Contains(reason, CommandRun.Of(["verify", .. options, .. args]).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_behind_the_body_is_warned_of()
    {
        CommandRun run = CommandRun.With(Stripe.Replace("Host: example.com", "Content-Length: 51", StringComparison.Ordinal) + "more", [.. Options, "--now", "1700000000", "-"]);
        Assert.Contains("warning: there is more in the file", run.Error, StringComparison.Ordinal);
        Assert.Equal("valid\n", run.Output);
    }
}
