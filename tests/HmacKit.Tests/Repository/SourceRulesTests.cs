using System.Text.RegularExpressions;

namespace HmacKit.Tests.Repository;

/// <summary>Rules that hold for every file, no matter who writes it.</summary>
public partial class SourceRulesTests
{
    private static readonly string[] CodeFolders = ["src", "tests", "benchmarks", "samples"];

    private static IEnumerable<string> Code => CodeFolders.SelectMany(folder => RepositoryFiles.Find(RepositoryFiles.PathOf(folder), ".cs"));

    [Fact]
    public void No_file_has_over_400_lines() => Assert.Empty(
        Code.Where(file => File.ReadLines(file).Count() > 400).Select(file => $"{RepositoryFiles.Relative(file)} has {File.ReadLines(file).Count()} lines"));

    [Fact]
    public void Nearly_all_files_have_under_200_lines()
    {
        List<int> lengths = [.. Code.Select(file => File.ReadLines(file).Count()).Order()];
        Assert.True(lengths[lengths.Count * 9 / 10] < 200, $"the 90th percentile is {lengths[lengths.Count * 9 / 10]} lines");
    }

    [Fact]
    public void No_file_folder_or_type_is_called_by_a_name_that_says_nothing()
    {
        Assert.DoesNotContain(Code.Select(RepositoryFiles.Relative), path => EmptyName().IsMatch(path));
        Assert.DoesNotContain(
            typeof(HmacKey).Assembly.GetTypes().Concat(typeof(SourceRulesTests).Assembly.GetTypes()).Select(type => type.Name),
            name => EmptyName().IsMatch(name) && !name.StartsWith('<'));
    }

    /// <summary>What lies beside the repository isn't part of it.</summary>
    [Fact]
    public void Nothing_outside_of_the_repository_is_mentioned()
    {
        string outside = ".." + "/shared";
        string[] extensions = [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".jsonl", ".sh", ".py", ".mjs", ".js", ".txt", ".yml", ".config", ".http", ".sln", ""];
        IEnumerable<string> found = RepositoryFiles.Find(RepositoryFiles.Root)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Where(file => File.ReadAllText(file).Contains(outside, StringComparison.Ordinal))
            .Select(RepositoryFiles.Relative);
        Assert.Empty(found);
    }

    /// <summary>The analyzer bans other ways to compare; this makes sure that nobody switches it off.</summary>
    [Fact]
    public void Secrets_and_tags_are_compared_in_one_place_only()
    {
        // The fixes of the analyzers write the call into users' code, and call nothing.
        IEnumerable<string> src = RepositoryFiles.Find(RepositoryFiles.PathOf("src"), ".cs").Where(file => !file.Contains("HmacKit.Analyzers.Fixes", StringComparison.Ordinal));
        string[] comparing = [.. src.Where(file => File.ReadAllText(file).Contains("FixedTimeEquals(", StringComparison.Ordinal)).Select(RepositoryFiles.Relative)];
        Assert.Empty(comparing);
        string banned = File.ReadAllText(RepositoryFiles.PathOf("build", "BannedSymbols.txt"));
        Assert.Contains("M:System.MemoryExtensions.SequenceEqual``1(System.ReadOnlySpan{``0},System.ReadOnlySpan{``0});", banned, StringComparison.Ordinal);
        Assert.Contains("M:System.Security.Cryptography.CryptographicOperations.FixedTimeEquals", banned, StringComparison.Ordinal);
        Assert.Contains("P:System.DateTimeOffset.UtcNow;", banned, StringComparison.Ordinal);
        Assert.Contains("T:System.Random;", banned, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ban_on_symbols_is_lifted_nowhere_in_the_engine() => Assert.Empty(
        RepositoryFiles.Find(RepositoryFiles.PathOf("src", "HmacKit"), ".cs")
            .Where(file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal)).Select(RepositoryFiles.Relative));

    [GeneratedRegex("Helper|Util(s|ity|ities)?(?![a-z])|Manager|Common")]
    private static partial Regex EmptyName();
}
