using System.Text.Json;
using System.Text.RegularExpressions;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;
using Providers.OneRing;
using Providers.Oort;
using Providers.OsayCore;
using Providers.TheOne;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The table of samples/Providers/README.md is what the answers really say.</summary>
public partial class ErrorsTableTests
{
    [Fact]
    public async Task Every_reason_has_its_row_and_every_cell_is_true()
    {
        var missing = new HashSet<RefusalReason>(Enum.GetValues<RefusalReason>());
        missing.Remove(RefusalReason.Unauthenticated);
        foreach (string[] cells in Rows())
        {
            foreach (RefusalReason reason in Reasons(cells[0]))
            {
                Assert.True(missing.Remove(reason), $"{reason} occurs twice");
                Assert.Contains(await TextAsync(OneRingAnswer.Instance, reason, "code"), cells[1], StringComparison.Ordinal);
                Assert.Contains(await TextAsync(OsayCoreAnswer.Instance, reason, "error"), cells[2], StringComparison.Ordinal);
                Assert.Contains(await TextAsync(TheOneAnswer.Instance, reason, "error"), cells[3], StringComparison.Ordinal);
                Assert.Equal(await TextAsync(OortAnswer.Instance, reason, "code"), cells[4]);
                int status = OneRingAnswer.Instance.GetStatusCode(reason);
                Assert.True(status == RefusalAnswer.Problem.GetStatusCode(reason) || cells[1].Contains(status.ToString(), StringComparison.Ordinal), $"{reason}: OneRing's status");
            }
        }

        Assert.Empty(missing);
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(RepositoryFiles.PathOf("samples", "Providers", "README.md"))
        .SkipWhile(line => !line.StartsWith("## What a refused", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static IEnumerable<RefusalReason> Reasons(string cell) => Name().Matches(cell).Select(match => Enum.Parse<RefusalReason>(match.Groups[1].Value));

    private static async Task<string> TextAsync(RefusalAnswer answer, RefusalReason reason, string property)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await answer.WriteAsync(context, reason);
        context.Response.Body.Position = 0;
        using JsonDocument json = await JsonDocument.ParseAsync(context.Response.Body);
        return json.RootElement.GetProperty(property).ToString();
    }

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
