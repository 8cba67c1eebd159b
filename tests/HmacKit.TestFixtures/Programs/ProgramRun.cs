using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace HmacKit.TestFixtures;

/// <summary>A program that ran to its end: away from the user's own settings and proxies, for two minutes at the most.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">What it wrote to its standard output, as UTF-8.</param>
/// <param name="Error">What it wrote to its standard error, as UTF-8.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Proxies = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments, as they are.</param>
    /// <param name="input">What it reads on its standard input.</param>
    /// <param name="folder">Its working directory; the tests' own if left out.</param>
    /// <param name="variables">Environment variables besides those of the tests.</param>
    public static async Task<ProgramRun> StartAsync(
        string program,
        IEnumerable<string> arguments,
        ReadOnlyMemory<byte> input = default,
        string? folder = null,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        foreach (string proxy in Proxies)
        {
            start.Environment.Remove(proxy);
        }

        start.Environment["CURL_HOME"] = AppContext.BaseDirectory;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Start(start);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
            await WriteAsync(process, input, patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new ProgramRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} didn't end within {Patience.TotalMinutes} minutes.");
        }
    }

    /// <summary>Whether there is such a program: at this path, or under this name on the PATH.</summary>
    public static bool IsInstalled(string program) => File.Exists(program) ||
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Fails the test unless the program ended with 0.</summary>
    public ProgramRun Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{start.FileName} isn't installed; ./test.sh installs it.", missing);
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it, and its exit code says why.
        }
    }
}
