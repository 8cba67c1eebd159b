using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HmacKit.Jwt.Tests.Documents;

/// <summary>The C# of docs/user-tokens.md, compiled as a reader would: each block is a program of its own.</summary>
internal static class UserTokensPage
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static string Text { get; } = File.ReadAllText(RepositoryFiles.PathOf("docs", "user-tokens.md"));

    public static string[] Blocks { get; } =
        [.. Regex.Matches(Text, "^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    public static string[] Errors(string block) =>
        [.. Compile(block).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];

    public static Assembly Build(string block)
    {
        using var stream = new MemoryStream();
        Assert.True(Compile(block).Emit(stream).Success);
        return Assembly.Load(stream.ToArray());
    }

    private static CSharpCompilation Compile(string block) => CSharpCompilation.Create(
        "page",
        [CSharpSyntaxTree.ParseText(block), CSharpSyntaxTree.ParseText(GlobalUsings)],
        References,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
}
