using System.Text;

namespace HmacKit.Cli.Tests.Docs;

/// <summary>
/// What is written about the schemes is derived from their definitions: the pages, the table of all, the list in the README. A definition
/// that is changed by accident is noticed here, as a page that no longer says so. After a wanted change run <c>build/derive.sh</c>, and
/// look at the difference before it is committed.
/// </summary>
public class SchemePagesTests
{
    private const string Start = "<!-- derived by build/derive.sh -->";
    private const string End = "<!-- end -->";

    private static bool IsWanted { get; } = Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_SCHEMES") == "1";

    public static TheoryData<string> Schemes() => new(SchemeCatalog.All.Select(scheme => scheme.Name));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_page_of_a_scheme_is_what_its_definition_and_doc_comment_say(string name) =>
        IsWritten(RepositoryFiles.PathOf("docs", "schemes", $"{name}.md"), SchemePage.Of(CatalogEntry.Of(name)));

    [Fact]
    public void The_table_of_all_schemes_is_what_the_command_prints()
    {
        var page = new StringBuilder("# Schemes\n\nWhat is ready to use. Each name leads to a page that says what the scheme protects from and what it doesn't.\n");
        foreach (IGrouping<string, CatalogEntry> shelf in Shelves())
        {
            string table = SchemeMarkdown.Summary(shelf.Select(entry => entry.Scheme)).Trim();
            page.Append($"\n## {Heading(shelf.Key)}\n\n").Append(System.Text.RegularExpressions.Regex.Replace(table, @"(?m)^\| `([^`]+)` ", "| [`$1`]($1.md) ")).Append('\n');
        }

        IsWritten(RepositoryFiles.PathOf("docs", "schemes", "README.md"), page.ToString());
    }

    [Fact]
    public void The_list_in_the_readme_names_them_all()
    {
        string path = RepositoryFiles.PathOf("README.md");
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"README.md has no '{Start}'");
        from += Start.Length;
        IEnumerable<string> lines = Shelves().Select(shelf =>
            $"<details><summary>{Heading(shelf.Key)}: {shelf.Count()}</summary>\n\n{string.Join(", ", shelf.Select(entry => entry.Scheme.Name))}\n\n</details>");
        IsWritten(path, $"{text[..from]}\n\n{string.Join("\n\n", lines)}\n\n{text[text.IndexOf(End, from, StringComparison.Ordinal)..]}");
    }

    [Fact]
    public void A_page_is_about_a_scheme_that_there_is()
    {
        string[] left = [.. Directory.GetFiles(RepositoryFiles.PathOf("docs", "schemes"), "*.md")
            .Where(file => Path.GetFileNameWithoutExtension(file) is var name && name != "README" && SchemeCatalog.Find(name) is null)];
        if (IsWanted)
        {
            Array.ForEach(left, File.Delete);
        }

        Assert.DoesNotContain(left, File.Exists);
    }

    [Fact]
    public void A_doc_comment_begins_with_what_the_scheme_is_for() => Assert.All(CatalogEntry.All, entry =>
    {
        Assert.InRange(entry.Title.Length, 3, 60);
        Assert.True(char.IsUpper(entry.Title[0]), $"{entry.Property}: '{entry.Title}' is the title of its page");
    });

    private static IEnumerable<IGrouping<string, CatalogEntry>> Shelves() => CatalogEntry.All.GroupBy(entry => entry.Shelf).OrderByDescending(shelf => shelf.Key == "Webhooks").ThenBy(shelf => shelf.Key, StringComparer.Ordinal);

    /// <summary>The folder's name as words.</summary>
    private static string Heading(string shelf) => shelf switch
    {
        "Apis" => "APIs",
        "SignedUrls" => "Signed URLs",
        _ => shelf,
    };

    private static void IsWritten(string path, string expected)
    {
        if (IsWanted)
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{RepositoryFiles.Relative(path)} isn't there: run build/derive.sh.");
        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
