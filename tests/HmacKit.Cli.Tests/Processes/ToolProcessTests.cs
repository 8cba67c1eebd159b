namespace HmacKit.Cli.Tests.Processes;

/// <summary>The built tool as a process of its own: what no test in process can show.</summary>
public class ToolProcessTests
{
    private const string Line =
        """{"id":1,"scheme":"body","secret":"k","method":"POST","target":"/","headers":{},"now":0}""";

    [Theory]
    [InlineData("hmackit keygen", 0)]
    [InlineData("printf 'POST / HTTP/1.1\\r\\n\\r\\n' | hmackit verify --scheme github --secret 0123456789abcdef -", 1)]
    [InlineData("hmackit", 2)]
    [InlineData("hmackit verify --scheme github --secret 0123456789abcdef /dev/urandom", 2)]
    public void The_exit_code_reaches_the_shell(string script, int exitCode)
    {
        (int actual, string output, string error) = Tool.TryRun(script);
        Assert.Equal(exitCode, actual);
        Assert.Equal(exitCode == 2, output.Length == 0);
        Assert.Equal(exitCode == 2 ? 1 : 0, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_leaves_ends_an_endless_batch_quietly()
    {
        (int exitCode, string output, string error) = Tool.TryRun($"set -o pipefail; yes '{Line}' 2>/dev/null | hmackit verify --batch - | head -1; echo ${{PIPESTATUS[1]}}");
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal("{\"id\":1,\"status\":\"missing_header\"}\n0\n", output);
    }

    [Fact]
    public void Commands_that_share_a_file_do_not_overwrite_each_other()
    {
        using var file = new TemporaryFile("");
        Tool.TryRun($"(hmackit keygen; hmackit keygen) > '{file.Path}'");
        Assert.Equal(2, File.ReadAllLines(file.Path).Length);
    }

    [Fact]
    public void The_text_on_standard_output_is_UTF_8_without_a_mark()
    {
        (_, string output, _) = Tool.TryRun("hmackit message --scheme stripe --url / --timestamp 1 | head -c 3 | od -An -tx1; hmackit message --scheme slack --url / --timestamp 1 --body-file <(printf 'é\\n') | grep -c 'v0:1:é␊'");
        Assert.Equal(" 73 74 72\n1\n", output);
    }

    [Fact]
    public void A_huge_batch_needs_little_memory()
    {
        // 200,000 lines and their answers are over 25 MB as bytes and twice that as strings; the heap may have 40 MB.
        (int exitCode, string output, string error) = Tool.TryRun($"export DOTNET_GCHeapHardLimit=0x2800000; yes '{Line}' 2>/dev/null | head -200000 | hmackit verify --batch - | wc -l");
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal("200000", output.Trim());
    }
}
