namespace HmacKit.Inspection.Tests.Exports;

public class ShellTextTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("plain-1.2/3_4:5", "plain-1.2/3_4:5")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("'", "''\\'''")]
    [InlineData("$(id) `id` \\ \"!\" *?~#&;|<>{}[]\n", "'$(id) `id` \\ \"!\" *?~#&;|<>{}[]\n'")]
    [InlineData("~", "'~'")]
    [InlineData("é", "'é'")]
    public void Nothing_in_a_word_is_expanded(string text, string expected)
    {
        Assert.Equal(expected, ShellText.Quote(text));
    }

    [Fact]
    public async Task A_shell_gives_every_word_back()
    {
        string text = string.Concat(Enumerable.Range(1, 126).Select(i => (char)i)) + "é漢😀'\\''";
        ProgramRun run = await ProgramRun.StartAsync("bash", ["--noprofile", "--norc", "-c", $"printf %s {ShellText.Quote(text)}"]);
        Assert.Equal(text, run.Output);
    }
}
