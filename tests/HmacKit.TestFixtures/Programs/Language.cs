using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.TestFixtures;

/// <summary>A language of the machine, and a script of <c>tests/interop</c> that answers a line of JSON with a line of JSON.</summary>
public sealed class Language(string name, params string[] candidates)
{
    public static Language Python { get; } = new("Python", "/usr/bin/python3", "python3");

    public static Language Node { get; } = new("Node", "/usr/bin/node", "node");

    /// <summary>
    /// The answers to all lines; null where the language isn't installed, which is said in the test's output. In CI that
    /// is a failure.
    /// </summary>
    public List<JsonNode>? Ask(ITestOutputHelper output, string script, IEnumerable<JsonNode> questions, params string[] arguments)
    {
        string? program = candidates.FirstOrDefault(ProgramRun.IsInstalled);
        if (program is null)
        {
            string message = $"{name} isn't installed ({string.Join(", ", candidates)}): nothing was compared with it.";
            output.WriteLine(message);
            Console.WriteLine(message);
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", message);
            return null;
        }

        return Run(program, [RepositoryFiles.PathOf("tests", "interop", script), .. arguments], questions);
    }

    private static List<JsonNode> Run(string program, string[] arguments, IEnumerable<JsonNode> questions)
    {
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(questions.Select(question => question.ToJsonString(JsonSerializerOptions.Default) + "\n")));
        ProgramRun run = ProgramRun.StartAsync(program, arguments, lines).GetAwaiter().GetResult().Succeeds();
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
