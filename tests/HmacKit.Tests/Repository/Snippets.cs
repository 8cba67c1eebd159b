using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HmacKit.Tests.Repository;

/// <summary>The C# of README and docs, and what it takes to compile it.</summary>
internal static class Snippets
{
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using HmacKit;
        """;

    /// <summary>Those of a web application.</summary>
    private const string WebUsings = """
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly Lazy<List<MetadataReference>> LazyReferences = new(FindReferences);

    /// <summary>The runtime, ASP.NET Core, the packages beside these tests, and what the repository's projects have in their output folders.</summary>
    public static IReadOnlyList<MetadataReference> References => LazyReferences.Value;

    /// <summary>All blocks that are marked as C#, in the README, those of the packages, and the docs.</summary>
    public static IEnumerable<Snippet> All =>
        RepositoryFiles.Find(RepositoryFiles.PathOf("docs"), ".md").Concat(RepositoryFiles.Find(RepositoryFiles.PathOf("src"), ".md"))
            .Prepend(RepositoryFiles.PathOf("README.md")).SelectMany(Read);

    /// <summary>What is wrong with a block; empty if it compiles as a program or as the members of a class.</summary>
    public static IReadOnlyList<string> Errors(Snippet snippet)
    {
        CSharpCompilation[] compilations = [.. Compilations(snippet)];
        IReadOnlyList<string> asProgram = Errors(snippet, compilations[0]);
        return asProgram.Count == 0 || Errors(snippet, compilations[1]).Count == 0 ? [] : asProgram;
    }

    /// <summary>A block as a program, and as the members of a class.</summary>
    public static IEnumerable<CSharpCompilation> Compilations(Snippet snippet)
    {
        yield return Compilation(snippet, snippet.Code);
        yield return Compilation(snippet, Wrapped(snippet.Code));
    }

    private static List<string> Errors(Snippet snippet, CSharpCompilation compilation) =>
    [
        .. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"line {snippet.Line + diagnostic.Location.GetLineSpan().StartLinePosition.Line}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
    ];

    private static CSharpCompilation Compilation(Snippet snippet, string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, Options);
        bool isProgram = tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
        string context = RepositoryFiles.PathOf("tests", "HmacKit.Tests", "Repository", "SnippetContexts", snippet.Context + ".cs");
        SyntaxTree[] trees =
        [
            tree,
            CSharpSyntaxTree.ParseText(ImplicitUsings, Options),
            CSharpSyntaxTree.ParseText(WebUsings, Options),
            CSharpSyntaxTree.ParseText(File.ReadAllText(context), Options),
        ];
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false);
        return CSharpCompilation.Create("Snippet", trees, References, options);
    }

    private static string Wrapped(string code)
    {
        string[] lines = code.Split('\n');
        string[] usings = [.. lines.TakeWhile(line => line.Length == 0 || line.StartsWith("using ", StringComparison.Ordinal))];
        return string.Join('\n', usings) + "\npartial class Wrapper {\n" + string.Join('\n', lines.Skip(usings.Length)) + "\n}";
    }

    private static IEnumerable<Snippet> Read(string file)
    {
        StringBuilder? code = null;
        string context = "";
        int start = 0;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string trimmed = line.Trim();
            if (code is not null && trimmed == "```")
            {
                yield return new Snippet(RepositoryFiles.Relative(file), start, context, code.ToString());
                code = null;
            }
            else if (code is not null)
            {
                code.Append(line).Append('\n');
            }
            else if (trimmed.StartsWith("```csharp", StringComparison.Ordinal))
            {
                code = new StringBuilder();
                start = number + 1;
                string[] info = trimmed.Split(' ');
                context = info.FirstOrDefault(word => word.StartsWith("context=", StringComparison.Ordinal))?["context=".Length..] ?? "Default";
            }
        }
    }

    private static List<MetadataReference> FindReferences()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        IEnumerable<string> web =
            Newest(Path.Combine(root, "packs", "Microsoft.AspNetCore.App.Ref"), Path.Combine("ref", "net10.0"))
                .Concat(Newest(Path.Combine(root, "shared", "Microsoft.AspNetCore.App"), ""));
        IEnumerable<string> packages = Directory.GetDirectories(RepositoryFiles.PathOf("src"))
            .Concat(Directory.GetDirectories(RepositoryFiles.PathOf("tests")))
            .Select(folder => Path.Combine(folder, "bin", configuration, "net10.0"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"));

        // The first of two assemblies of one name counts: the engine that is tested comes from beside the tests.
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Concat(web)
                .Concat(packages)
                .Where(File.Exists)
                .DistinctBy(file => Path.GetFileName(file))
                .Where(file => !Path.GetFileName(file).EndsWith(".Tests.dll", StringComparison.Ordinal))
                .Select(file => MetadataReference.CreateFromFile(file)),
        ];
    }

    private static IEnumerable<string> Newest(string folder, string inner)
    {
        string? version = Directory.Exists(folder)
            ? Directory.GetDirectories(folder).OrderByDescending(path => Version.TryParse(Path.GetFileName(path), out Version? parsed) ? parsed : new Version(0, 0)).FirstOrDefault()
            : null;
        string path = Path.Combine(version ?? folder, inner);
        return Directory.Exists(path) ? Directory.GetFiles(path, "*.dll") : [];
    }

    internal sealed record Snippet(string File, int Line, string Context, string Code)
    {
        public override string ToString() => $"{File}:{Line}";
    }
}
