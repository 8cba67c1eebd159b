using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using HmacKit.Tests.Fixtures;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>A language of the machine, and a script of <c>tests/interop</c> that answers a line of JSON with a line of JSON.</summary>
internal sealed class Language(string name, params string[] candidates)
{
    private static readonly Lock Npm = new();

    public static Language Python { get; } = new("Python", "/usr/bin/python3", "python3");

    public static Language Node { get; } = new("Node", "/usr/bin/node", "node");

    /// <summary>
    /// The answers to all lines; null where the language isn't installed, which is said in the test's output. In CI that
    /// is a failure.
    /// </summary>
    public List<JsonNode>? Ask(ITestOutputHelper output, string script, IEnumerable<JsonNode> questions, params string[] arguments)
    {
        string? program = candidates.FirstOrDefault(IsInstalled);
        if (program is null)
        {
            return Missing(output, $"{name} isn't installed ({string.Join(", ", candidates)}): nothing was compared with it.");
        }

        string folder = Path.GetDirectoryName(RepositoryFiles.PathOf("tests", "interop", script))!;
        if (File.Exists(Path.Combine(folder, "package-lock.json")) && !HasPackages(folder))
        {
            return Missing(output, $"The packages of {script} aren't installed, and npm can't install them: nothing was compared with them.");
        }

        return Run(program, [RepositoryFiles.PathOf("tests", "interop", script), .. arguments], questions);
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
            if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            {
                return true;
            }

            try
            {
                using Process process = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = folder })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    private static List<JsonNode> Run(string program, string[] arguments, IEnumerable<JsonNode> questions)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task writing = Task.Run(() =>
        {
            using StreamWriter input = process.StandardInput;
            foreach (JsonNode question in questions)
            {
                input.WriteLine(question.ToJsonString(JsonSerializerOptions.Default));
            }
        });
        var answers = new List<JsonNode>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            answers.Add(JsonNode.Parse(line)!);
        }

        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        writing.GetAwaiter().GetResult();
        return answers;
    }

    private static bool IsInstalled(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
