using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using HmacKit.Tests.Fixtures;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>A language, and its client in <c>tests/interop/clients</c>.</summary>
public sealed class ClientLanguage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _name;
    private readonly string[] _needs;
    private readonly string[] _command;

    private ClientLanguage(string name, string[] needs, params string[] command)
    {
        _name = name;
        _needs = needs;
        _command = command;
    }

    public static IReadOnlyList<ClientLanguage> All { get; } =
    [
        new("Python", [], "python3", "client.py"),
        new("Node", [], "node", "client.mjs"),
        new("Go", [], "go", "run", "client.go"),
        new("bash", ["curl", "openssl"], "bash", "client.sh"),
    ];

    public override string ToString() => _name;

    /// <summary>
    /// Runs the client; null where the language isn't installed, which is said in the test's output. In CI that is a failure.
    /// </summary>
    public async Task<(int ExitCode, string Output)?> RunAsync(ITestOutputHelper output, byte[] input, params string[] arguments)
    {
        string[] missing = [.. _needs.Prepend(_command[0]).Where(static program => !IsInstalled(program))];
        if (missing.Length > 0)
        {
            string message = $"{string.Join(", ", missing)} isn't installed: {_name} wasn't tried.";
            output.WriteLine(message);
            Console.WriteLine(message);
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", message);
            return null;
        }

        var start = new ProcessStartInfo(_command[0], [.. _command[1..], .. arguments])
        {
            WorkingDirectory = RepositoryFiles.PathOf("tests", "interop", "clients"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        Task<string> lines = process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
        process.StandardInput.Close();
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await lines + await errors);
    }

    private static bool IsInstalled(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("which", program) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
