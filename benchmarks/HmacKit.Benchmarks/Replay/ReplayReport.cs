using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>Writes the results as markdown, ready for the docs.</summary>
internal static class ReplayReport
{
    private const string Baseline = "dictionary";

    public static void Write(
        TextWriter output, int live, int rounds, Dictionary<string, List<ReplayFigures>> results, Dictionary<string, string> duplicates)
    {
        List<ReplayFigures> driver = results["driver"];
        output.WriteLine($"{live:N0} live nonces of 36 characters, window {ReplayCandidate.Window.TotalSeconds} s (simulated), medians of {rounds} rounds; worst values over all rounds.");
        output.WriteLine($"The driver alone takes {Median(driver, static figures => figures.CpuTime):F0} ns an add; \"net\" subtracts it.");
        output.WriteLine($"The floor takes {Median(results["floor"], driver, static (figures, alone) => figures.CpuTime - alone.CpuTime):F0} ns net: two cache lines at a random place of a table as large as the store's, and nothing else.");
        output.WriteLine();
        output.WriteLine("| | CPU ns an add (net) | / dictionary (net) | wall ns | 2 threads: CPU ns, wall ns | B/nonce | p99 / p99.9 ns | worst add: wall, CPU ms | B/add: request's thread, process | GC pauses ms | duplicates |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((string name, string found) in duplicates)
        {
            List<ReplayFigures> own = results[name];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Median(own, static f => f.CpuTime):F0} ({Median(own, driver, static (f, d) => f.CpuTime - d.CpuTime):F0}) | {Ratios(results, own, driver)} | {Median(own, static f => f.WallTime):F0} | {Median(own, static f => f.TwoThreadsCpuTime):F0}, {Median(own, static f => f.TwoThreadsWallTime):F0} | {own.Max(static f => f.BytesPerLiveNonce):F1} | {Median(own, static f => f.P99):F0} / {Median(own, static f => f.P999):F0} | {own.Max(static f => f.WorstMilliseconds):F2}, {own.Max(static f => f.WorstCpuMilliseconds):F2} | {Allocated(own, driver, static f => f.RequestBytesPerAdd)}, {Allocated(own, driver, static f => f.BytesPerAdd)} | {Median(own, static f => f.GcPauseMilliseconds):F0} | {found} |"));
        }
    }

    private static string Ratios(Dictionary<string, List<ReplayFigures>> results, List<ReplayFigures> own, List<ReplayFigures> driver)
    {
        if (!results.TryGetValue(Baseline, out List<ReplayFigures>? rival))
        {
            return "–";
        }

        double[] gross = [.. own.Zip(rival, static (f, r) => f.CpuTime / r.CpuTime)];
        double[] net = [.. own.Zip(rival, driver).Select(static x => (x.First.CpuTime - x.Third.CpuTime) / (x.Second.CpuTime - x.Third.CpuTime))];
        return string.Create(CultureInfo.InvariantCulture, $"**{Median(gross):F2}** ({Median(net):F2})");
    }

    private static string Allocated(List<ReplayFigures> own, List<ReplayFigures> driver, Func<ReplayFigures, double> bytes) =>
        Median(own, driver, (f, d) => bytes(f) - bytes(d)).ToString("0.00", CultureInfo.InvariantCulture);

    private static double Median(List<ReplayFigures> own, List<ReplayFigures> driver, Func<ReplayFigures, ReplayFigures, double> value) =>
        Median([.. own.Zip(driver, value)]);

    private static double Median(List<ReplayFigures> all, Func<ReplayFigures, double> value) => Median([.. all.Select(value)]);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
