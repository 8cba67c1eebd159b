using HmacKit.Cli.Tests.Processes;

namespace HmacKit.Cli.Tests.Completion;

public class CompletionTests
{
    [Theory]
    [InlineData("ver", "verify")]
    [InlineData("sign --sch", "--scheme --scheme-file")]
    [InlineData("sign --output c", "curl")]
    [InlineData("send --wrong ''", "body key time")]
    [InlineData("listen --scheme strip", "stripe")]
    [InlineData("schemes githu", "github")]
    [InlineData("completion p", "pwsh")]
    [InlineData("audit v", "verify")]
    [InlineData("verify some.h", "")]
    public void Bash_is_given_what_can_stand_there(string typed, string expected)
    {
        string words = string.Concat(typed.Split(' ').Select(word => $" {word}"));
        (int exitCode, string output, string error) = Tool.TryRun(
            $"eval \"$(hmackit completion bash)\"; COMP_WORDS=(hmackit{words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); _hmackit; echo \"${{COMPREPLY[*]}}\"");
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public void An_unknown_shell_is_refused() => Assert.Contains("bash, zsh, fish, pwsh; not 'tcsh'", CommandRun.Of("completion", "tcsh").AssertWrongUse(), StringComparison.Ordinal);

    [Theory]
    [InlineData("did you mean 'verify'?", "verfiy")]
    [InlineData("did you mean '--scheme'?", "sign", "--schme", "stripe")]
    [InlineData("did you mean 'stripe'?", "sign", "--scheme", "strpie", "--secret", "0123456789abcdef", "--url", "/")]
    public void A_slip_is_asked_about(string question, params string[] args) => Assert.Contains(question, CommandRun.Of(args).AssertWrongUse(), StringComparison.Ordinal);

    [Theory]
    [InlineData("something-else-entirely")]
    [InlineData("x")]
    public void What_is_like_nothing_is_not(string word) => Assert.DoesNotContain("did you mean", CommandRun.Of(word).AssertWrongUse(), StringComparison.Ordinal);
}
