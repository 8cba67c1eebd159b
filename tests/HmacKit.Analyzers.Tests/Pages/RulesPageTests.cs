using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using HmacKit.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HmacKit.Analyzers.Tests.Pages;

/// <summary>docs/analyzers.md says of each rule what is so, and what README and docs show is free of alarms.</summary>
public partial class RulesPageTests
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(HmacKitAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(HmacKitAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly DiagnosticDescriptor[] Descriptors =
        [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static string[] Page => File.ReadAllLines(RepositoryFiles.PathOf("docs", "analyzers.md"));

    private static IEnumerable<Snippets.Snippet> OfPage => Snippets.All.Where(snippet => snippet.File == "docs/analyzers.md");

    public static TheoryData<string> RuleIds => new(Descriptors.Select(rule => rule.Id));

    public static TheoryData<string> OtherBlocks => new(Snippets.All.Except(OfPage).Where(snippet => snippet.File is not ("docs/testing.md" or "src/HmacKit.Testing/README.md")).Select(snippet => snippet.ToString()));

    [Fact]
    public void The_table_has_each_rule_with_its_severity_title_and_fix()
    {
        string[] fixable =
        [
            .. typeof(Fixes.ComparisonFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider)))
                .SelectMany(type => ((Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
        ];
        Assert.Equal(
            Descriptors.Select(rule => $"| [{rule.Id}](#{rule.Id.ToLowerInvariant()}) | {rule.DefaultSeverity} | {rule.Title.ToString(CultureInfo.InvariantCulture)} | {(fixable.Contains(rule.Id) ? "yes " : "")}|"),
            Page.Where(line => Row().IsMatch(line)));
    }

    [Fact]
    public void Each_rule_has_an_id_of_its_own_a_section_and_a_link_to_it()
    {
        Assert.Equal(Descriptors.Length, Descriptors.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(Descriptors.Select(rule => $"## {rule.Id}"), Page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.All(Descriptors, rule => Assert.Equal($"https://github.com/hmackit/hmackit/blob/main/docs/analyzers.md#{rule.Id.ToLowerInvariant()}", rule.HelpLinkUri));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_first_block_of_a_rule_is_reported_and_the_second_one_isnt(string id)
    {
        int start = Array.IndexOf(Page, $"## {id}");
        Snippets.Snippet[] blocks = [.. OfPage.Where(snippet => snippet.Line > start).Take(2)];
        Assert.Equal([id], await ReportedIn(blocks[0]));
        Assert.Empty(await ReportedIn(blocks[1]));
    }

    /// <summary>The suggestion HMAC004 is left out: the pages show the shortest program. docs/testing.md and the package's README show tests, which have secrets of their own.</summary>
    [Theory]
    [MemberData(nameof(OtherBlocks))]
    public async Task What_README_and_docs_show_is_free_of_alarms(string block) =>
        Assert.Empty((await ReportedIn(Snippets.All.Single(snippet => snippet.ToString() == block))).Except(["HMAC004"]));

    /// <summary>A block is a program or, if it isn't one, the members of a class.</summary>
    private static async Task<string[]> ReportedIn(Snippets.Snippet snippet)
    {
        ImmutableArray<Diagnostic> diagnostics = [];
        foreach (CSharpCompilation compilation in Snippets.Compilations(snippet))
        {
            // The references are those of this test project too, and tests are left alone.
            IEnumerable<MetadataReference> test = compilation.References.Where(reference => Path.GetFileName(reference.Display ?? "").StartsWith("xunit", StringComparison.Ordinal));
            diagnostics = await compilation.RemoveReferences(test).WithAnalyzers(Analyzers).GetAllDiagnosticsAsync();
            if (!diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                break;
            }
        }

        return [.. diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id.StartsWith("HMAC", StringComparison.Ordinal) || id == "AD0001")];
    }

    [GeneratedRegex(@"^\| \[HMAC\d{3}\]")]
    private static partial Regex Row();
}
