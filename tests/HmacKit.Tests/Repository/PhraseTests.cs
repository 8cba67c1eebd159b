using System.Text.RegularExpressions;

namespace HmacKit.Tests.Repository;

/// <summary>Turns of phrase that no native writer would use. They came in before; this keeps them out of what users read.</summary>
public partial class PhraseTests
{
    [Fact]
    public void Docs_and_code_have_no_foreign_turns_of_phrase()
    {
        string[] pages = [.. RepositoryFiles.Find(RepositoryFiles.Root, ".md").Where(file => !RepositoryFiles.Relative(file).StartsWith("tests/", StringComparison.Ordinal))];
        IEnumerable<string> found =
            from file in pages.Concat(RepositoryFiles.Find(RepositoryFiles.PathOf("src"), ".cs"))
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            let match = Foreign().Match(line.Text)
            where match.Success
            select $"{RepositoryFiles.Relative(file)}:{line.Number}: '{match.Value}'";
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("The key stops to be accepted.")]
    [InlineData("Whoever holds the key")]
    [InlineData("What no waiting mends.")]
    [InlineData("The server, he answers late.")]
    [InlineData("The role hasn't the rights that it needs")]
    public void The_check_sees_what_was_found_before(string text) => Assert.Matches(Foreign(), text);

    // Test names in back quotes may keep a word. "He" and its like are for people, and a stranger or a server is none.
    [GeneratedRegex(@"(?<![`_])\b(?:stops? to be|hasn't the|haven't the|as well as the worst|in whole ones|thrown about|does other numbers|won't go back behind|[Ww]hoever\b(?!_)|mend(?:s|ed|ing)?\b|[Hh]e\b|[Hh]is\b|[Hh]im\b)")]
    private static partial Regex Foreign();
}
