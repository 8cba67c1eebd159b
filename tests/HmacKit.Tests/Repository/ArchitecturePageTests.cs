using System.Text.RegularExpressions;
using HmacKit.Tests.Fixtures;

namespace HmacKit.Tests.Repository;

/// <summary>A map with a room that isn't in the house misleads whoever reads it.</summary>
public partial class ArchitecturePageTests
{
    private static readonly string[] Page = File.ReadAllLines(RepositoryFiles.PathOf("docs", "architecture.md"));

    [Fact]
    public void The_page_names_each_room_of_the_engine_and_no_other()
    {
        IEnumerable<string> named = Page
            .SkipWhile(static line => !line.StartsWith("| `src/HmacKit/`", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(static line => Code().Matches(line.Split('|')[1]).Select(static match => match.Groups[1].Value));
        Assert.Equal(Folders("src", "HmacKit"), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_each_shelf_of_the_catalogue_and_no_other()
    {
        IEnumerable<string> named = Page.SelectMany(static line => Shelf().Matches(line).Select(static match => match.Groups[1].Value));
        Assert.Equal(Folders("src", "HmacKit", "Catalog"), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_each_package() => Assert.All(
        Folders("src").Where(static name => name != "HmacKit.Analyzers.Fixes"), name => Assert.Contains($"`{name}`", string.Join('\n', Page), StringComparison.Ordinal));

    private static IEnumerable<string> Folders(params string[] path) => Directory.GetDirectories(RepositoryFiles.PathOf(path))
        .Select(static folder => Path.GetFileName(folder)).Where(static name => name is not ("bin" or "obj" or "Properties")).Order(StringComparer.Ordinal);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("`Catalog/([^`]+)`")]
    private static partial Regex Shelf();
}
