using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HmacKit.Tests.Repository;

/// <summary>
/// A package's README is all that NuGet shows of it, so it stands alone: what it is, how to get it, code, and links that lead out. That the code
/// compiles is held by <see cref="SnippetTests"/>; icon and README within the packed packages by build/pack-proof.sh.
/// </summary>
public partial class PackageReadmeTests
{
    public static TheoryData<string> Packages =>
        new(Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => XDocument.Load(project).Descendants("IsPackable").Any(item => item.Value == "true"))
            .Select(project => Path.GetFileNameWithoutExtension(project)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_packages_README_stands_alone(string package)
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.PathOf("src", package, "README.md"));
        string text = string.Join('\n', lines);
        Assert.Equal($"# {package}", lines[0]);
        Assert.Contains(".NET 10", text, StringComparison.Ordinal);
        Assert.Matches($@"dotnet (add package|tool install -g) {Regex.Escape(package)}\b", text);
        Assert.True(lines.Count(line => line.Length > 0) <= 25, $"{lines.Length} lines: it is read between two search results");
        Assert.Matches("(?m)^```(csharp|sh)", text);
        Assert.Contains("Part of [HmacKit](https://github.com/hmackit/hmackit)", text, StringComparison.Ordinal);
        Assert.Contains("Documentation: [", text, StringComparison.Ordinal);
    }

    /// <summary>A link is absolute, and one to a page of the documentation leads to a page that is there.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Its_links_are_absolute_and_lead_to_something(string package)
    {
        foreach (string target in Link().Matches(File.ReadAllText(RepositoryFiles.PathOf("src", package, "README.md"))).Select(match => match.Groups[1].Value))
        {
            Assert.StartsWith("https://", target, StringComparison.Ordinal);
            const string Pages = "https://github.com/hmackit/hmackit/blob/main/";
            if (target.StartsWith(Pages, StringComparison.Ordinal))
            {
                Assert.True(File.Exists(RepositoryFiles.PathOf(target[Pages.Length..].Split('#')[0])), target);
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
