using System.Text.RegularExpressions;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>The table of docs/errors.md has the statuses that are really sent.</summary>
public partial class ErrorsPageTests
{
    [Fact]
    public void Every_reason_has_its_row_and_its_status_is_true()
    {
        var missing = new HashSet<RefusalReason>(Enum.GetValues<RefusalReason>());
        missing.Remove(RefusalReason.Unauthenticated);
        foreach (string[] cells in Rows())
        {
            foreach (RefusalReason reason in Reasons(cells[0]))
            {
                Assert.True(missing.Remove(reason), $"{reason} occurs twice");
                Assert.Contains(RefusalAnswer.Problem.GetStatusCode(reason).ToString(), cells[1], StringComparison.Ordinal);
            }
        }

        Assert.Empty(missing);
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(RepositoryFiles.PathOf("docs", "errors.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static IEnumerable<RefusalReason> Reasons(string cell) => Name().Matches(cell).Select(match => Enum.Parse<RefusalReason>(match.Groups[1].Value));

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
