using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HmacKit.Tests.Repository;

/// <summary>An alarm is set on an event's id, so no two events have one, whichever packages a program uses.</summary>
public partial class EventIdTests
{
    /// <summary>From the sources, so that a package which these tests don't refer to is counted too.</summary>
    private static readonly Lazy<List<LoggedEvent>> LazyEvents = new(() => [.. RepositoryFiles.Find(RepositoryFiles.PathOf("src"), ".cs").SelectMany(Read)]);

    [Fact]
    public void No_two_events_of_all_packages_have_one_id()
    {
        Assert.True(LazyEvents.Value.Count > 60);
        Assert.Empty(LazyEvents.Value.GroupBy(logged => logged.Id).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group)));
    }

    [Fact]
    public void Each_package_keeps_to_its_range_of_the_documentation()
    {
        Dictionary<string, (int First, int Last)> ranges = File.ReadLines(RepositoryFiles.PathOf("docs", "telemetry.md"))
            .Select(line => Range().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["package"].Value, match => (Number(match.Groups["first"].Value), Number(match.Groups["last"].Value)));
        Assert.DoesNotContain(LazyEvents.Value, logged => !ranges.TryGetValue(logged.Package, out (int First, int Last) range) || logged.Id < range.First || logged.Id > range.Last);
        (int First, int Last)[] sorted = [.. ranges.Values.OrderBy(range => range.First)];
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First, $"{pair.First} and {pair.Second} overlap"));
    }

    /// <summary>After a change run build/derive.sh, which writes the table anew.</summary>
    [Fact]
    public void The_page_lists_each_event_with_its_level_and_text()
    {
        string path = RepositoryFiles.PathOf("docs", "telemetry.md");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        string[] parts = page.Split(["<!-- events -->\n", "<!-- end of events -->"], StringSplitOptions.None);
        string table = "\n| Id | Level | Event | Says |\n|---|---|---|---|\n" + string.Concat(LazyEvents.Value.OrderBy(logged => logged.Id).Select(logged =>
            $"| {logged.Id} | {logged.Level} | {logged.Method} | {logged.Text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |\n")) + "\n";
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_EVENTS") == "1")
        {
            File.WriteAllText(path, $"{parts[0]}<!-- events -->\n{table}<!-- end of events -->{parts[2]}");
            return;
        }

        Assert.Equal(table, parts[1]);
    }

    [Fact]
    public void Nothing_is_logged_without_an_id() => Assert.Empty(
        RepositoryFiles.Find(RepositoryFiles.PathOf("src"), ".cs")
            .Where(file => WithoutId().IsMatch(File.ReadAllText(file)) && !file.Contains("HmacKit.Cli", StringComparison.Ordinal))
            .Select(RepositoryFiles.Relative));

    private static IEnumerable<LoggedEvent> Read(string file)
    {
        string text = File.ReadAllText(file);
        if (!text.Contains("LoggerMessage", StringComparison.Ordinal))
        {
            yield break;
        }

        string package = RepositoryFiles.Relative(file).Split('/')[1];
        IEnumerable<AttributeSyntax> attributes = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
            .DescendantNodes().OfType<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == "LoggerMessage");
        foreach (AttributeSyntax attribute in attributes)
        {
            string method = ((MethodDeclarationSyntax)attribute.Parent!.Parent!).Identifier.Text;
            yield return new LoggedEvent(package, method, IdOf(attribute) is { } id ? Number(id) : 0, LevelOf(attribute), TextOf(attribute));
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| `(?<package>HmacKit[\w.]*)` \| (?<first>\d+)–(?<last>\d+) \|")]
    private static partial Regex Range();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|LoggerMessage\.Define")]
    private static partial Regex WithoutId();

    private static string? IdOf(AttributeSyntax attribute) => attribute.ArgumentList?.Arguments
        .Where((argument, number) => argument.NameEquals?.Name.Identifier.Text == "EventId" || (number == 0 && argument.NameEquals is null))
        .Select(argument => argument.Expression.ToString())
        .FirstOrDefault(text => text.All(char.IsAsciiDigit));

    /// <summary>A level that the attribute doesn't say is a parameter of the method.</summary>
    private static string LevelOf(AttributeSyntax attribute) => attribute.ArgumentList!.Arguments
        .Select(argument => argument.Expression).OfType<MemberAccessExpressionSyntax>()
        .FirstOrDefault(access => access.Expression.ToString() == "LogLevel")?.Name.ToString() ?? "as it comes";

    private static string TextOf(AttributeSyntax attribute) => string.Concat(attribute.ArgumentList!.Arguments
        .Where(argument => argument.NameEquals is null or { Name.Identifier.Text: "Message" })
        .SelectMany(argument => argument.Expression.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>())
        .Select(literal => literal.Token.Value).OfType<string>());

    private sealed record LoggedEvent(string Package, string Method, int Id, string Level, string Text);
}
