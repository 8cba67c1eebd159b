using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HmacKit.Http.Tests.Documents;

/// <summary>The code of docs/http-client.md, compiled as a reader would: each block is what is added to a new application.</summary>
internal static class HttpClientPage
{
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using HmacKit;
        """;

    /// <summary>What the template of a new application begins with.</summary>
    private const string NewApplication = "HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);\n";

    public static string Text { get; } = File.ReadAllText(RepositoryFiles.PathOf("docs", "http-client.md"));

    public static string[] Blocks(string language) =>
        [.. Regex.Matches(Text, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    public static string[] Errors(string block)
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        int code = block.StartsWith("using HmacKit", StringComparison.Ordinal) ? block.IndexOf('\n') + 1 : 0;
        string program = block.Contains("builder.", StringComparison.Ordinal) ? block.Insert(code, NewApplication) : block;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "page",
            [CSharpSyntaxTree.ParseText(program), CSharpSyntaxTree.ParseText(GlobalUsings)],
            trusted.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
    }
}
