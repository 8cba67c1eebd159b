using System.Text;

namespace HmacKit.Cli.Tests;

/// <summary>Runs the command in this process, with streams, a clock and an environment of its own.</summary>
internal sealed class CommandRun
{
    /// <summary>What the clock says unless a test sets it.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private CommandRun(int exitCode, byte[] bytes, string error)
    {
        ExitCode = exitCode;
        Bytes = bytes;
        Error = error;
    }

    public int ExitCode { get; }

    public byte[] Bytes { get; }

    public string Output => Encoding.UTF8.GetString(Bytes);

    public string Error { get; }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static CommandRun Of(params string[] args) => With([], args);

    public static CommandRun With(string input, params string[] args) => With(Encoding.UTF8.GetBytes(input), args);

    public static CommandRun With(byte[] input, params string[] args)
    {
        using var stream = new MemoryStream(input);
        return With(stream, args);
    }

    public static CommandRun With(Stream input, string[] args, Dictionary<string, string>? variables = null, DateTimeOffset? now = null)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var terminal = new Terminal(input, output, error, new ManualTimeProvider(now ?? Noon), name => variables?.GetValueOrDefault(name));
        int exitCode = HmacKitCommand.RunAsync(args, terminal).GetAwaiter().GetResult();
        return new CommandRun(exitCode, output.ToArray(), error.ToString());
    }

    /// <summary>Wrong use or unreadable input: exit code 2, nothing on standard output, one line on standard error.</summary>
    public string AssertWrongUse()
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        string line = Assert.Single(Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("hmackit: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", line, StringComparison.Ordinal);
        return line;
    }

    /// <summary>Done: exit code 0 and nothing on standard error.</summary>
    public CommandRun AssertDone()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
