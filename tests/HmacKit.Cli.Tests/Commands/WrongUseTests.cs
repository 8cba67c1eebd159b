namespace HmacKit.Cli.Tests.Commands;

public class WrongUseTests
{
    [Theory]
    [InlineData("Required command")]
    [InlineData("'frobnicate'", "frobnicate")]
    [InlineData("'--frobnicate'", "--frobnicate")]
    [InlineData("'--frobnicate'", "verify", "--frobnicate")]
    [InlineData("'-x'", "schemes", "-x")]
    [InlineData("'--frobnicate'", "sign", "--frobnicate", "1")]
    [InlineData("'b'", "verify", "a", "b")]
    [InlineData("there is no command or option '@/etc/hostname'", "@/etc/hostname")]
    [InlineData("'hmackit keygen --help'", "keygen", "x")]
    [InlineData("exclude each other", "schemes", "--json", "--markdown")]
    public void Wrong_use_gives_one_line_and_exit_code_2(string reason, params string[] args)
    {
        Assert.Contains(reason, CommandRun.Of(args).AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_cannot_write_to_the_terminal_nor_fill_it()
    {
        string line = CommandRun.Of("schemes", "a\u001b[2J\nb\r\u0007" + new string('x', 5000)).AssertWrongUse();
        Assert.DoesNotContain(line, c => char.IsControl(c));
        Assert.True(line.Length < 600);
    }

    [Theory]
    [InlineData()]
    [InlineData("schemes")]
    [InlineData("keygen")]
    [InlineData("sign")]
    [InlineData("verify")]
    [InlineData("message")]
    public void Every_command_has_help(params string[] path)
    {
        CommandRun run = CommandRun.Of([.. path, "--help"]).AssertDone();
        Assert.Contains($"hmackit {string.Join(' ', path)}".TrimEnd(), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_that_of_the_package()
    {
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", CommandRun.Of("--version").AssertDone().Output);
    }

    [Fact]
    public async Task A_closed_pipe_ends_the_command_quietly()
    {
        using var error = new StringWriter();
        var terminal = new Terminal(Stream.Null, new FailingStream(32), error, TimeProvider.System, _ => null);
        Assert.Equal(0, await HmacKitCommand.RunAsync(["schemes"], terminal));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task A_full_disk_does_not()
    {
        using var error = new StringWriter();
        var terminal = new Terminal(Stream.Null, new FailingStream(28), error, TimeProvider.System, _ => null);
        Assert.Equal(2, await HmacKitCommand.RunAsync(["schemes"], terminal));
        Assert.Contains("can't write the output: no luck", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class FailingStream(int errorNumber) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no luck", errorNumber);
    }
}
