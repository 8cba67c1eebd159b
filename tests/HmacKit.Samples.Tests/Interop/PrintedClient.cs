using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>
/// A client as a document prints it, kept in <c>tests/interop/printed</c>. Its base URL is changed, and besides that only what a test says it changes.
/// </summary>
internal sealed class PrintedClient(string file, string address, ITestOutputHelper output)
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "interop", "printed");

    private static readonly (string Printed, string Path)[] BaseUrls =
    [
        ("https://partner-api.the-one.io", ""),
        ("https://api.onering.com", ""),
        ("http://datahub.example.com", ""),
        ("https://api.osaycore.com/api", "/api"),
    ];

    private readonly string _text = File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Programs that it needs besides its own language.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>What is changed in it: the text and what stands in its place.</summary>
    public (string Printed, string Changed)[] Changes { get; init; } = [];

    /// <summary>Lines before it: what its document leaves out, such as the web application that its handler belongs to.</summary>
    public string Before { get; init; } = "";

    /// <summary>Lines after it: calls of its functions.</summary>
    public string After { get; init; } = "";

    /// <summary>Files beside it.</summary>
    public (string Name, string Text)[] Beside { get; init; } = [];

    /// <summary>What it reads from its standard input, unless its own text comes from there.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>
    /// Runs it. Null where its language, or a package that it needs, isn't installed, which is said in the test's output; in CI that is a failure.
    /// </summary>
    public async Task<ProgramRun?> RunAsync()
    {
        string kind = Path.GetExtension(file);
        string program = kind switch { ".py" => "python3", ".go" => "go", ".sh" => "bash", _ => "node" };
        string[] missing = [.. Needs.Prepend(program).Where(static name => !ProgramRun.IsInstalled(name))];
        if (missing.Length > 0)
        {
            return Missing($"{string.Join(", ", missing)} isn't installed: {file} wasn't run.");
        }

        if (program == "node" && !NodePackages.AreInstalled(Folder))
        {
            return Missing($"The packages of {Folder} aren't installed: {file} wasn't run.");
        }

        string text = $"{Before}{Text()}{After}";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hmackit-printed-");
        try
        {
            foreach ((string name, string content) in Beside.Append(("client" + kind, text)))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content);
            }

            string[] arguments = kind switch { ".go" => ["run", "client.go"], ".mjs" => ["--input-type=module", "--eval", text], ".cjs" => ["--eval", text], _ => ["client" + kind] };
            ProgramRun run = await ProgramRun.StartAsync(program, arguments, Input, program == "node" ? Folder : folder.FullName, new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
            output.WriteLine($"exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
            return run.Error.Contains("ModuleNotFoundError", StringComparison.Ordinal) ? Missing($"A Python package isn't installed: {run.Error}") : run;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The client's text with its changes made, for a file beside another one.</summary>
    public string Text()
    {
        string text = BaseUrls.Aggregate(_text, (current, url) => current.Replace(url.Printed, address + url.Path, StringComparison.Ordinal));
        foreach ((string printed, string changed) in Changes)
        {
            Assert.Contains(printed, text, StringComparison.Ordinal);
            text = text.Replace(printed, changed, StringComparison.Ordinal);
        }

        return text;
    }

    private ProgramRun? Missing(string message)
    {
        output.WriteLine(message);
        Console.WriteLine(message);
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", message);
        return null;
    }
}
