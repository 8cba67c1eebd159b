using System.Text.RegularExpressions;

namespace HmacKit.Tests.Diagnosis;

public partial class DiagnosisCauseTests
{
    [Fact]
    public void Names_are_unique_and_in_snake_case()
    {
        Assert.Equal(DiagnosisCause.All.Count, DiagnosisCause.All.Select(cause => cause.Name).Distinct().Count());
        Assert.All(DiagnosisCause.All, cause => Assert.Matches(SnakeCase(), cause.Name));
        Assert.Same(DiagnosisCause.All, DiagnosisCause.All);
    }

    [Fact]
    public void Each_says_in_a_sentence_what_it_is_and_what_to_change() => Assert.All(DiagnosisCause.All, cause =>
    {
        Assert.EndsWith(".", cause.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", cause.Advice, StringComparison.Ordinal);
        Assert.Equal(cause.Name, cause.ToString());
    });

    [Fact]
    public void A_cause_is_found_by_its_exact_name()
    {
        Assert.All(DiagnosisCause.All, cause => Assert.Same(cause, DiagnosisCause.Find(cause.Name)));
        Assert.Null(DiagnosisCause.Find("BODY_EMPTY"));
        Assert.Null(DiagnosisCause.Find(""));
    }

    /// <summary>A row of the page has the cause, what happened, and an example before and after.</summary>
    [Fact]
    public void The_page_has_an_example_of_each()
    {
        string[][] rows = [.. File.ReadLines(RepositoryFiles.PathOf("docs", "troubleshooting.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Replace("\\|", "!", StringComparison.Ordinal).Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(DiagnosisCause.All.Select(cause => $"`{cause.Name}`"), rows.Select(row => row[0]));
        Assert.All(rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.Equal(DiagnosisCause.Find(row[0].Trim('`'))!.Meaning, row[1]);
            Assert.NotEqual(row[2], row[3]);
            Assert.All(row, Assert.NotEmpty);
        });
    }

    [Fact]
    public void Hints_have_names_of_their_own_and_stand_on_the_page()
    {
        Assert.Empty(DiagnosisHint.All.Select(hint => hint.Name).Intersect(DiagnosisCause.All.Select(cause => cause.Name)));
        Assert.All(DiagnosisHint.All, hint => Assert.Matches(SnakeCase(), hint.Name));
        Assert.All(DiagnosisHint.All, hint => Assert.Same(hint, DiagnosisHint.Find(hint.ToString())));
        Assert.Null(DiagnosisHint.Find("body_empty"));
        string page = File.ReadAllText(RepositoryFiles.PathOf("docs", "troubleshooting.md"));
        Assert.All(DiagnosisHint.All, hint => Assert.Contains($"| *{hint.Name}* | {hint.Meaning} | {hint.Advice} |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)+$")]
    private static partial Regex SnakeCase();
}
