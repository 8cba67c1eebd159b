namespace HmacKit.Cli.Tests.Commands;

public class SecretTests
{
    // python3: hmac.new(b'0123456789abcdef', b'', 'sha256').hexdigest()
    private const string Expected = "X-Hub-Signature-256: sha256=496dc93fa2d26eae500ec0bc37a122706b88f8963cebf0899d0245fae313e241\n";

    private static readonly string[] Command = ["sign", "--scheme", "github", "--url", "/"];

    [Fact]
    public void A_secret_comes_from_the_command_line_the_environment_or_a_file()
    {
        using var file = new TemporaryFile("0123456789abcdef");
        Assert.Equal(Expected, CommandRun.Of([.. Command, "--secret", "0123456789abcdef"]).AssertDone().Output);
        Assert.Equal(Expected, CommandRun.Of([.. Command, "--secret-file", file.Path]).AssertDone().Output);
        CommandRun run = CommandRun.With(Stream.Null, [.. Command, "--secret-env", "S"], new() { ["S"] = "0123456789abcdef" });
        Assert.Equal(Expected, run.AssertDone().Output);
    }

    [Theory]
    [InlineData("0123456789abcdef\n", true)]
    [InlineData("0123456789abcdef\r\n", true)]
    [InlineData("0123456789abcdef\n\n", false)]
    [InlineData("0123456789abcdef ", false)]
    [InlineData("\n0123456789abcdef", false)]
    public void Exactly_one_line_break_at_the_end_of_a_file_is_not_part_of_the_secret(string content, bool isSame)
    {
        using var file = new TemporaryFile(content);
        Assert.Equal(isSame, CommandRun.Of([.. Command, "--secret-file", file.Path]).AssertDone().Output == Expected);
    }

    [Theory]
    [InlineData("hex", "30313233343536373839616263646566")]
    [InlineData("base64", "MDEyMzQ1Njc4OWFiY2RlZg==")]
    [InlineData("base64url", "MDEyMzQ1Njc4OWFiY2RlZg")]
    [InlineData("text", "0123456789abcdef")]
    public void The_format_can_be_said(string format, string secret)
    {
        Assert.Equal(Expected, CommandRun.Of([.. Command, "--secret", secret, "--secret-format", format]).AssertDone().Output);
    }

    [Fact]
    public void A_format_that_is_said_takes_the_place_of_the_schemes_prefix()
    {
        string[] command = ["sign", "--scheme", "svix", "--url", "/", "--id", "i", "--timestamp", "1", "--secret"];
        string withPrefix = CommandRun.Of([.. command, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]).AssertDone().Output;
        Assert.Equal(withPrefix, CommandRun.Of([.. command, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "--secret-format", "base64"]).AssertDone().Output);
    }

    [Theory]
    [InlineData("k", true)]
    [InlineData(" ", true)]
    [InlineData("0123456789abcde", true)]
    [InlineData("ééééééé1", true)]
    [InlineData("éééééééé", false)]
    [InlineData("0123456789abcdef", false)]
    public void A_short_secret_is_taken_with_a_warning(string secret, bool isShort)
    {
        CommandRun run = CommandRun.Of([.. Command, "--secret", secret]);
        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Lines);
        Assert.Equal(isShort, run.Error.Contains("fewer than 16 bytes", StringComparison.Ordinal));
        Assert.Equal(isShort, run.Error.Length > 0);
    }

    [Theory]
    [InlineData("exactly one")]
    [InlineData("exactly one", "--secret", "a", "--secret-env", "S")]
    [InlineData("exactly one", "--secret", "a", "--secret-file", "f")]
    [InlineData("is empty", "--secret", "")]
    [InlineData("no environment variable 'NOPE'", "--secret-env", "NOPE")]
    [InlineData("there is no file", "--secret-file", "/no/such/file")]
    [InlineData("is a directory", "--secret-file", "/")]
    [InlineData("over 65536 bytes", "--secret-file", "/dev/zero")]
    [InlineData("isn't hex", "--secret", "xyz", "--secret-format", "hex")]
    [InlineData("isn't base64", "--secret", "a", "--secret-format", "base64")]
    [InlineData("one of text, hex, base64, base64url", "--secret", "a", "--secret-format", "rot13")]
    [InlineData("Required argument missing", "--secret")]
    public void Wrong_use_says_what_is_wrong(string reason, params string[] args)
    {
        Assert.Contains(reason, CommandRun.Of([.. Command, .. args]).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_empty_binary_or_marked_is_refused()
    {
        using var empty = new TemporaryFile("\n");
        using var binary = new TemporaryFile([0xFF, 0xFE, 0x00]);
        using var marked = new TemporaryFile("\uFEFF0123456789abcdef");
        Assert.Contains("empty", CommandRun.Of([.. Command, "--secret-file", empty.Path]).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("isn't UTF-8", CommandRun.Of([.. Command, "--secret-file", binary.Path]).AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("byte order mark", CommandRun.Of([.. Command, "--secret-file", marked.Path]).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_may_look_like_a_response_file_or_a_path()
    {
        Assert.Equal(0, CommandRun.Of([.. Command, "--secret", "@/etc/hostname-which-is-long"]).AssertDone().ExitCode);
        Assert.Equal(0, CommandRun.Of([.. Command, "--secret=--0123456789abcdef"]).AssertDone().ExitCode);
    }
}
