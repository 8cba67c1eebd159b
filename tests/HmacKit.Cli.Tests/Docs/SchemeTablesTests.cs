
namespace HmacKit.Cli.Tests.Docs;

/// <summary>The tables in the docs are the definitions': printed by the command that stands above each.</summary>
public class SchemeTablesTests
{
    public static TheoryData<string> Schemes() => new(SchemeCatalog.All.Select(scheme => scheme.Name));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_table_of_a_schemes_page_is_what_the_command_prints(string name)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        Assert.Equal(SchemeMarkdown.Table(scheme).Trim(), TableIn($"docs/schemes/{name}.md", $"hmackit schemes --markdown {name}"));
    }

    [Fact]
    public void The_table_in_the_readme_is_what_the_command_prints() =>
        Assert.Equal(SchemeMarkdown.Summary(SchemeCatalog.All).Trim(), TableIn("README.md", "hmackit schemes --markdown"));

    private static string TableIn(string file, string command)
    {
        string text = File.ReadAllText(RepositoryFiles.PathOf(file));
        string start = $"<!-- {command} -->";
        int from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{file} has no '{start}'");
        from += start.Length;
        return text[from..text.IndexOf("<!-- end -->", from, StringComparison.Ordinal)].Trim();
    }
}
