using System.Text;

namespace HmacKit.Cli.Tests;

/// <summary>Runs a script in bash, away from the user's own settings and proxies.</summary>
internal static class Bash
{
    /// <summary>Runs it and returns its standard output; fails if it doesn't exit with 0.</summary>
    public static string Run(string script, string? directory = null, string input = "", Dictionary<string, string>? variables = null) =>
        TryRun(script, directory, input, variables).Succeeds().Output;

    public static ProgramRun TryRun(string script, string? directory = null, string input = "", Dictionary<string, string>? variables = null)
    {
        using var file = new TemporaryFile(script);
        return ProgramRun.StartAsync("bash", ["--noprofile", "--norc", file.Path], Encoding.UTF8.GetBytes(input), directory, variables).GetAwaiter().GetResult();
    }
}
