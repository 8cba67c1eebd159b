using System.Text.Json;
using System.Text.RegularExpressions;

namespace HmacKit.OpenTelemetry.Tests.Grafana;

/// <summary>docs/grafana/hmackit.json asks only for what HmacKit measures, by labels that are there, and shows all of it.</summary>
public partial class DashboardTests
{
    /// <summary>What Prometheus, its histograms and its exporters add.</summary>
    private static readonly string[] AlwaysThere = ["le", "job", "instance"];

    private static readonly Lazy<JsonDocument> Dashboard = new(() => JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("docs", "grafana", "hmackit.json"))));

    public static TheoryData<string> Queries => new(Expressions);

    private static IEnumerable<JsonElement> Panels => Dashboard.Value.RootElement.GetProperty("panels").EnumerateArray();

    private static IEnumerable<string> Expressions => Panels
        .Where(panel => panel.TryGetProperty("targets", out _))
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!))
        .Concat(Dashboard.Value.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query").Select(variable => variable.GetProperty("query").GetProperty("query").GetString()!))
        .Distinct();

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_asks_for_series_and_labels_that_are_there(string query)
    {
        string[] names = [.. Series().Matches(query).Select(match => match.Value)];
        Assert.NotEmpty(names);
        HashSet<string> labels = [.. AlwaysThere];
        foreach (string name in names)
        {
            Instruments.Measured? measured = Instruments.All.FirstOrDefault(item => SeriesOf(item).Contains(name));
            Assert.True(measured is not null, $"nothing is exported as {name}");
            labels.UnionWith(measured.Tags.Select(tag => tag.Replace('.', '_')));
        }

        Assert.Empty(Labels().Matches(query).SelectMany(match => match.Groups["label"].Captures.Select(capture => capture.Value)).Except(labels));
    }

    [Fact]
    public void All_instruments_are_shown()
    {
        string all = string.Join('\n', Expressions);
        Assert.Empty(Instruments.All.Where(item => !SeriesOf(item).Any(name => Regex.IsMatch(all, $@"\b{name}\b"))).Select(item => item.Instrument.Name));
    }

    [Fact]
    public void Each_panel_has_an_id_a_title_an_explanation_and_a_place_that_no_other_has()
    {
        JsonElement[] panels = [.. Panels];
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        HashSet<(int X, int Y)> taken = [];
        foreach (JsonElement panel in panels)
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.True(panel.GetProperty("type").GetString() == "row" || panel.GetProperty("description").GetString()!.Length > 20, panel.GetProperty("title").GetString());
            JsonElement place = panel.GetProperty("gridPos");
            (int x, int y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            for (int column = x; column < x + place.GetProperty("w").GetInt32(); column++)
            {
                for (int row = y; row < y + place.GetProperty("h").GetInt32(); row++)
                {
                    Assert.True(column < 24 && taken.Add((column, row)), $"{panel.GetProperty("title")} lies over another panel");
                }
            }
        }
    }

    private static IEnumerable<string> SeriesOf(Instruments.Measured measured)
    {
        string name = Instruments.PrometheusNameOf(measured.Instrument);
        return measured.Instrument.Unit == "s" ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];
    }

    [GeneratedRegex(@"\bhmackit_[a-z_]+(?=[\[{,)\s]|$)(?!\s*(=|!))(?<!by \([^)]*)(?<!label_values\([^)]*, [a-z_]*)")]
    private static partial Regex Series();

    // by (a, b), {a="…", b=~"…"} and the second argument of label_values.
    [GeneratedRegex(@"by \((?:(?<label>[a-z_]+)(?:, )?)+\)|(?:[{,] ?)(?<label>[a-z_]+)(?==~?"")|label_values\([^,]*, (?<label>[a-z_]+)\)")]
    private static partial Regex Labels();
}
