using System.Text.RegularExpressions;

namespace HmacKit.Tests.Repository;

/// <summary>Links between the pages of the repository lead to a file that is there, and to a heading that is there. The site's build checks its own pages again.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages => new(RepositoryFiles.Find(RepositoryFiles.Root, ".md")
        .Where(file => !RepositoryFiles.Relative(file).StartsWith("docs/schemes/", StringComparison.Ordinal) || Path.GetFileName(file) == "README.md")
        .Select(RepositoryFiles.Relative));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_something(string page)
    {
        string file = RepositoryFiles.PathOf(page);
        string[] dead = [.. Link().Matches(WithoutCode(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Where(target => !LeadsSomewhere(file, target))];
        Assert.Empty(dead);
    }

    private static bool LeadsSomewhere(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }

        string[] parts = target.Split('#');
        string file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 ? Path.Exists(file) : File.Exists(file) && HeadingsOf(file).Contains(parts[1]);
    }

    /// <summary>As GitHub makes them: lower case, blanks are hyphens, and of the rest only letters, digits, hyphens and underscores stay.</summary>
    private static HashSet<string> HeadingsOf(string file) =>
    [
        .. WithoutCode(File.ReadAllText(file)).Split('\n').Where(line => line.StartsWith('#'))
            .Select(line => NoLetter().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    private static string WithoutCode(string text) => Fence().Replace(text.ReplaceLineEndings("\n"), "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();

    [GeneratedRegex(@"(?ms)^ *```.*?^ *```")]
    private static partial Regex Fence();
}
