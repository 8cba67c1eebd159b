using System.Text;

namespace HmacKit.Cli.Tests.Commands;

public class ExplainCommandTests
{
    // Independent: Stripe's own SDK made this header (its vector says how).
    private const string Stripe =
        "POST /webhooks/stripe HTTP/1.1\r\nHost: example.com\r\nStripe-Signature: t=1700000000,v1=4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150\r\n\r\n{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";

    private static readonly string[] Options = ["explain", "--scheme", "stripe", "--secret", "whsec_test_secret", "--now", "1700000000", "-"];

    [Fact]
    public void A_valid_request_has_nothing_to_explain()
    {
        CommandRun run = CommandRun.With(Stripe, Options).AssertDone();
        Assert.Equal("valid\nNothing is wrong: the request is valid.\n", run.Output);
    }

    [Theory]
    [InlineData("\"event\"\n}", "\"event\"\n}\n", "body_trailing_newline")]
    [InlineData("{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}", "{\"id\":\"evt_test_webhook\",\"object\":\"event\"}", "body_json_indented")]
    [InlineData("v1=4f1c", "4f1c", "signature_prefix")]
    [InlineData("4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150", "4F1CD7FEDA9826E746B7D482C4BADEBB657398DF1099E1046364F6196A230150", "signature_hex_case")]
    public void The_cause_the_advice_the_first_difference_and_the_expected_message_are_shown(string old, string replacement, string cause)
    {
        CommandRun run = CommandRun.With(Stripe.Replace(old, replacement, StringComparison.Ordinal), Options);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal($"cause: {cause}", run.Lines[1]);
        Assert.StartsWith("The signature fits ", run.Lines[2], StringComparison.Ordinal);
        Assert.Equal(cause.StartsWith("body", StringComparison.Ordinal), run.Output.Contains("first difference: byte ", StringComparison.Ordinal));
        Assert.Contains("expected message, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1700000000.{", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_test_secret", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_with_a_line_break_in_the_sender_s_file_is_noticed_from_its_signature()
    {
        using var secret = new TemporaryFile("correct-horse-battery-staple\n\n"); // one line break isn't part of it, the other one is
        CommandRun signed = CommandRun.Of("sign", "--scheme", "github", "--secret-file", secret.Path, "--url", "/hook", "--output", "http");
        CommandRun run = CommandRun.With(signed.Bytes, "explain", "--scheme", "github", "--secret", "correct-horse-battery-staple", "-");
        Assert.Equal("cause: secret_trailing_newline", run.Lines[1]);
    }

    [Fact]
    public void What_cannot_be_proven_is_not_claimed()
    {
        CommandRun run = CommandRun.With(Stripe.Replace("evt_test", "evt_text", StringComparison.Ordinal), [.. Options, "--budget", "200"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("signature_mismatch\nhint: body_rewritten\nNeither the request nor any known slip fits ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stripe-Signature", "X-Other", "missing_header", "Not there: Stripe-Signature.")]
    [InlineData("t=1700000000,", "t=1699990000,", "timestamp_too_old", "10000 s old")]
    public void Other_checks_are_explained_too(string old, string replacement, string status, string advice)
    {
        CommandRun run = CommandRun.With(Stripe.Replace(old, replacement, StringComparison.Ordinal), [.. Options, "--budget", "200"]);
        Assert.Equal(status, run.Lines[0]);
        Assert.Contains(advice, run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void All_causes_are_listed_by_name()
    {
        CommandRun run = CommandRun.Of("explain", "--causes").AssertDone();
        Assert.Equal(DiagnosisCause.All.Select(cause => cause.Name).Concat(DiagnosisHint.All.Select(hint => hint.Name)), run.Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Half_a_request_gets_one_line_that_says_what_is_missing()
    {
        Assert.Contains("name the file", CommandRun.Of("explain", "--scheme", "stripe", "--secret", "x").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("secret", CommandRun.With(Stripe, "explain", "--scheme", "stripe", "-").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("no scheme 'strip'", CommandRun.With(Stripe, "explain", "--scheme", "strip", "--secret", "x", "-").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("--budget", CommandRun.With(Stripe, [.. Options, "--budget", "x"]).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("either a request or --batch", CommandRun.Of("explain", "--batch", "a.jsonl", "b.http").AssertWrongUse(), StringComparison.Ordinal);
    }
}
