using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HmacKit.Tests.Repository;

/// <summary>The definitions of the cookbook in docs/own-scheme.md are compiled, and run: a fault in one of them would be found by its reader.</summary>
public partial class CookbookTests
{
    private static readonly string[] Recipes =
    [
        .. Block().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs", "own-scheme.md")).Split("## Ten pages and their definitions")[1].Split("\n## ")[0])
            .Select(match => match.Groups[1].Value),
    ];

    [Fact]
    public void Each_definition_of_the_cookbook_is_a_scheme()
    {
        Assert.Equal(10, Recipes.Length);
        string methods = string.Concat(Recipes.Select((code, i) => $"public static SignatureScheme Recipe{i}() {{ {code}\nreturn {Variable().Match(code).Groups[1].Value}; }}\n"));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Cookbook",
            [
                CSharpSyntaxTree.ParseText($"using HmacKit;\npublic static class Cookbook {{\n{methods}}}", new CSharpParseOptions(LanguageVersion.Preview)),
                CSharpSyntaxTree.ParseText(Snippets.ImplicitUsings, new CSharpParseOptions(LanguageVersion.Preview)),
            ],
            Snippets.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
        MethodInfo[] recipes = Assembly.Load(assembly.ToArray()).GetType("Cookbook")!.GetMethods(BindingFlags.Public | BindingFlags.Static);
        Assert.All(recipes, recipe => Assert.Empty(((SignatureScheme)recipe.Invoke(null, null)!).MissingValues));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^SignatureScheme ([a-z]+) =")]
    private static partial Regex Variable();
}
