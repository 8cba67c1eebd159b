using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>A language, and its client in <c>tests/interop/clients</c>.</summary>
public sealed class ClientLanguage
{
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
        string[] missing = [.. _needs.Prepend(_command[0]).Where(static program => !ProgramRun.IsInstalled(program))];
        if (missing.Length > 0)
        {
            string message = $"{string.Join(", ", missing)} isn't installed: {_name} wasn't tried.";
            output.WriteLine(message);
            Console.WriteLine(message);
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", message);
            return null;
        }

        ProgramRun run = await ProgramRun.StartAsync(_command[0], [.. _command[1..], .. arguments], input, RepositoryFiles.PathOf("tests", "interop", "clients"));
        return (run.ExitCode, run.Output + run.Error);
    }
}
