namespace HmacKit.Cli.Tests.Processes;

/// <summary>What a person at a real terminal sees, which build/terminal.py makes; and what a pipe, a file and a terminal without colour get.</summary>
public class TerminalTests
{
    private const string Colour = "\u001b[9";

    /// <summary>GitHub's own example, with a line break behind its body.</summary>
    private const string Request = """
        printf 'POST / HTTP/1.1\nHost: example.com\nX-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\n\nHello, World!\n' > request.http
        export S="It's a Secret to Everybody"

        """;

    [Theory]
    [InlineData("schemes stripe", "\u001b[93mstripe")]
    [InlineData("schemes webhooks", "╭")]
    [InlineData("explain --scheme github --secret-env S request.http", "\u001b[91msignature_mismatch\u001b[0m")]
    [InlineData("verify --scheme github --secret-env S request.http", "\u001b[91msignature_mismatch\u001b[0m")]
    public void On_a_terminal_there_are_tables_and_colour(string command, string shown) =>
        Assert.Contains(shown, Run($"'{Script}' -- dotnet \"$HMACKIT_DLL\" {command}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("NO_COLOR=1 TERM=xterm")]
    [InlineData("TERM=dumb")]
    public void A_terminal_that_wants_no_colour_gets_the_lines_of_a_pipe(string variables)
    {
        string piped = Run("hmackit explain --scheme github --secret-env S request.http");
        Assert.DoesNotContain("\u001b", piped, StringComparison.Ordinal);
        string shown = Run($"{variables} '{Script}' -- dotnet \"$HMACKIT_DLL\" explain --scheme github --secret-env S request.http");
        Assert.DoesNotContain(Colour, shown, StringComparison.Ordinal);
        Assert.EndsWith(piped, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_the_same_everywhere() => Assert.EndsWith(
        Run("hmackit schemes stripe --json"), Run($"'{Script}' -- dotnet \"$HMACKIT_DLL\" schemes stripe --json"), StringComparison.Ordinal);

    [Fact]
    public void A_long_batch_into_a_file_shows_its_progress_on_the_terminal_and_leaves_the_answers_alone()
    {
        const string Batch = """
            for i in $(seq 3000); do printf '{"id":%d,"scheme":"github","secret":"0123456789abcdef","method":"POST","target":"/","headers":{}}\n' "$i"; done > batch.jsonl
            hmackit verify --batch batch.jsonl > piped.txt

            """;
        string shown = Run($"{Batch}'{Script}' -- bash -c 'dotnet \"$HMACKIT_DLL\" verify --batch batch.jsonl > answers.txt'\ncmp piped.txt answers.txt && echo same");
        Assert.Contains("lines", shown, StringComparison.Ordinal);
        Assert.Contains('%', shown);
        Assert.EndsWith("same\n", shown, StringComparison.Ordinal);
        Assert.Equal("", Run(Batch + "hmackit verify --batch batch.jsonl 2>&1 > answers.txt"));
    }

    [Fact]
    public void The_picture_in_the_docs_is_what_a_terminal_shows() => Assert.Equal(
        File.ReadAllText(RepositoryFiles.PathOf("docs", "screenshots", "explain.svg")).ReplaceLineEndings("\n"),
        Run($"'{Script}' --svg 'hmackit explain: the signature fits the body without its last line break' --prompt 'hmackit explain --scheme github --secret-env S request.http' -- dotnet \"$HMACKIT_DLL\" explain --scheme github --secret-env S request.http"));

    private static string Script => RepositoryFiles.PathOf("build", "terminal.py");

    private static string Run(string script)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hmackit-test-");
        try
        {
            (int exitCode, string output, string error) = Tool.TryRun("export TERM=${TERM:-xterm}\n" + Request + script, folder.FullName);
            Assert.Equal("", error);
            Assert.InRange(exitCode, 0, 1);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
