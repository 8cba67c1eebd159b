using System.Text.RegularExpressions;
using HmacKit.Tests.Fixtures;

namespace HmacKit.Tests.Repository;

/// <summary>A rule in docs/security.md that names no test, or one that isn't there, is only a wish.</summary>
public partial class SecurityPageTests
{
    [Fact]
    public void Every_rule_of_the_security_page_names_a_test_that_there_is()
    {
        // From the sources, since the tests of other packages are in other assemblies.
        HashSet<string> tests = [.. RepositoryFiles.Find(RepositoryFiles.PathOf("tests"), ".cs").SelectMany(file => Test().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))];
        string[] rules = [.. File.ReadLines(RepositoryFiles.PathOf("docs", "security.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Rule", StringComparison.Ordinal))];

        Assert.True(rules.Length > 20);
        foreach (string rule in rules)
        {
            string[] names = [.. Code().Matches(rule.Split('|')[2]).Select(match => match.Groups[1].Value)];
            Assert.True(names.Length > 0, $"no test keeps: {rule}");
            Assert.All(names, name => Assert.Contains(name, tests));
        }
    }

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)\b[^\n]*\n(?:\s*\[[^\n]*\n|\s*[^\s\[][^\n]*\)\]\n)*\s*public (?:static )?(?:async )?[\w<>]+ (\w+)\(")]
    private static partial Regex Test();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
