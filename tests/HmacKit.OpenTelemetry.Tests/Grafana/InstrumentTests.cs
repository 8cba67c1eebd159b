using System.Diagnostics.Metrics;
using System.Reflection;

namespace HmacKit.OpenTelemetry.Tests.Grafana;

/// <summary>The instruments follow OpenTelemetry's conventions for names, units and kinds, and docs/telemetry.md lists them.</summary>
public class InstrumentTests
{
    public static TheoryData<string> Names => new(Instruments.All.Select(item => item.Instrument.Name));

    [Fact]
    public void All_that_is_named_in_HmacKitTelemetry_is_measured()
    {
        IEnumerable<string> constants = typeof(HmacKitTelemetry).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name is not (nameof(HmacKitTelemetry.MeterName) or nameof(HmacKitTelemetry.ActivitySourceName)))
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(constants.Except(Instruments.All.Select(item => item.Instrument.Name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_are_dotted_and_lower_case_units_are_UCUM_and_descriptions_say_one_thing(string name)
    {
        Instruments.Measured measured = Instruments.All.Single(item => item.Instrument.Name == name);
        Assert.Matches($"^{Instruments.WellFormed()}$", name);
        Assert.StartsWith("hmackit.", name, StringComparison.Ordinal);
        Assert.DoesNotContain(Instruments.All, other => other.Instrument.Name.StartsWith(name + ".", StringComparison.Ordinal));
        Assert.All(measured.Tags, tag => Assert.Matches($"^{Instruments.WellFormed()}$", tag));
        Assert.EndsWith(".", measured.Instrument.Description, StringComparison.Ordinal);
        Assert.Equal(1, measured.Texts);
        Assert.Matches(name.EndsWith(".duration", StringComparison.Ordinal) ? "^s$" : @"^\{[a-z]+\}$", measured.Instrument.Unit);
    }

    /// <summary>Without advice the buckets are OpenTelemetry's own, from 5 to 10,000: of seconds, all in the first.</summary>
    [Fact]
    public void Each_duration_is_a_histogram_with_buckets_of_its_own_in_ascending_order()
    {
        Instrument[] durations = [.. Instruments.All.Select(item => item.Instrument).Where(instrument => instrument.Unit == "s")];
        Assert.Equal(["hmackit.verification.duration", "hmackit.webhook.delivery.duration"], durations.Select(instrument => instrument.Name));
        Assert.All(durations, instrument =>
        {
            IReadOnlyList<double> bounds = Assert.IsType<Histogram<double>>(instrument).Advice!.HistogramBucketBoundaries!;
            Assert.Equal(bounds.Order().Distinct(), bounds);
            Assert.True(bounds[0] <= 0.005 && bounds[^1] >= 10, instrument.Name);
        });
    }

    /// <summary>After a change run build/derive.sh, which writes the table anew.</summary>
    [Fact]
    public void The_page_lists_each_instrument_with_its_kind_unit_tags_and_name_in_Prometheus()
    {
        string path = RepositoryFiles.PathOf("docs", "telemetry.md");
        string[] parts = File.ReadAllText(path).ReplaceLineEndings("\n").Split(["<!-- instruments -->\n", "<!-- end of instruments -->"], StringSplitOptions.None);
        string table = "\n| Instrument | Kind | Unit | Tags | In Prometheus |\n|---|---|---|---|---|\n" + string.Concat(Instruments.All.Select(item =>
            $"| `{item.Instrument.Name}` | {KindOf(item.Instrument)} | `{item.Instrument.Unit}` | {string.Join(", ", item.Tags.Select(tag => $"`{tag}`"))} | `{Instruments.PrometheusNameOf(item.Instrument)}` |\n")) + "\n";
        if (Environment.GetEnvironmentVariable("HMACKIT_ACCEPT_EVENTS") == "1")
        {
            File.WriteAllText(path, $"{parts[0]}<!-- instruments -->\n{table}<!-- end of instruments -->{parts[2]}");
            return;
        }

        Assert.Equal(table, parts[1]);
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        ObservableUpDownCounter<long> or ObservableUpDownCounter<int> => "up-down counter",
        _ => instrument.GetType().Name,
    };
}
