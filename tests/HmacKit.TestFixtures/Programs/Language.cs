using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.TestFixtures;

/// <summary>A language of the machine, and a script of <c>tests/interop</c> that answers a line of JSON with a line of JSON.</summary>
public sealed class Language(string name, params string[] candidates)
{
    private static readonly Lock Npm = new();

    public static Language Python { get; } = new("Python", "/usr/bin/python3", "python3");

    public static Language Node { get; } = new("Node", "/usr/bin/node", "node");

    /// <summary>
    /// The answers to all lines; null where the language or its packages aren't installed, which is said in the test's output. In CI
    /// that is a failure.
    /// </summary>
    public List<JsonNode>? Ask(ITestOutputHelper output, string script, IEnumerable<JsonNode> questions, params string[] arguments)
    {
        string? program = candidates.FirstOrDefault(ProgramRun.IsInstalled);
        if (program is null)
        {
            return Missing(output, $"{name} isn't installed ({string.Join(", ", candidates)}): nothing was compared with it.");
        }

        string folder = Path.GetDirectoryName(RepositoryFiles.PathOf("tests", "interop", script))!;
        if (File.Exists(Path.Combine(folder, "package-lock.json")) && !HasPackages(folder))
        {
            return Missing(output, $"The packages of {script} aren't installed, and npm can't install them: nothing was compared with them.");
        }

        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(questions.Select(question => question.ToJsonString(JsonSerializerOptions.Default) + "\n")));
        ProgramRun run = ProgramRun.StartAsync(program, [RepositoryFiles.PathOf("tests", "interop", script), .. arguments], lines).GetAwaiter().GetResult().Succeeds();
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static List<JsonNode>? Missing(ITestOutputHelper output, string message)
    {
        output.WriteLine(message);
        Console.WriteLine(message);
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", message);
        return null;
    }

    /// <summary>Installs what the lock file names, unless it is there already; no package's own script is run.</summary>
    private static bool HasPackages(string folder)
    {
        lock (Npm)
        {
            return File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
                || (ProgramRun.IsInstalled("npm")
                    && ProgramRun.StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder: folder).GetAwaiter().GetResult().ExitCode == 0);
        }
    }
}
