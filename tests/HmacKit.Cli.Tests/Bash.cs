using System.Diagnostics;
using System.Text;

namespace HmacKit.Cli.Tests;

/// <summary>Runs a script in bash, away from the user's own settings and proxies.</summary>
internal static class Bash
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it and returns its standard output; fails if it doesn't exit with 0.</summary>
    public static string Run(string script, string? directory = null, string input = "", Dictionary<string, string>? variables = null)
    {
        (int exitCode, string output, string error) = TryRun(script, directory, input, variables);
        Assert.True(exitCode == 0, $"exit code {exitCode}: {error}");
        return output;
    }

    public static (int ExitCode, string Output, string Error) TryRun(
        string script, string? directory = null, string input = "", Dictionary<string, string>? variables = null)
    {
        using var file = new TemporaryFile(script);
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", file.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string proxy in new[] { "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" })
        {
            start.Environment.Remove(proxy);
        }

        start.Environment["CURL_HOME"] = AppContext.BaseDirectory;
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach ((string name, string value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(Patience), "bash didn't end in time");
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
