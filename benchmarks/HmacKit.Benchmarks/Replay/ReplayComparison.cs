using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HmacKit.Benchmarks;

/// <summary>
/// The replay store beside its rivals: every candidate in a process of its own, one after the other in an order that
/// changes from round to round, and the medians of the ratios within a round.
/// </summary>
internal static class ReplayComparison
{
    private const string Usage = "replay [--live 1000000|10000000] [--rounds 3] [--only store,dictionary,cache]";

    public static int Run(string[] args)
    {
        int live = 1_000_000;
        int rounds = 3;
        string[] names = ReplayCandidate.Names;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            switch (args[i])
            {
                case "--live" when int.TryParse(value, CultureInfo.InvariantCulture, out live) && live >= 1000:
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out rounds) && rounds > 0:
                    break;
                case "--only" when value.Split(',').All(ReplayCandidate.Names.Contains):
                    names = value.Split(',');
                    break;
                case "--measure":
                    Console.WriteLine(JsonSerializer.Serialize(new ReplayMeasurement(value, live).Run()));
                    return 0;
                case "--contend":
                    Console.WriteLine(ReplayContention.Duplicates(value));
                    return 0;
                default:
                    Console.Error.WriteLine("Usage: " + Usage);
                    return 2;
            }
        }

        Compare(live, rounds, names);
        return 0;
    }

    private static void Compare(int live, int rounds, string[] names)
    {
        var random = new Random(1);
        var results = names.Append("driver").Append("floor").ToDictionary(static name => name, static _ => new List<ReplayFigures>());
        string[] order = [.. results.Keys];
        for (int round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (string name in order)
            {
                string line = RunChild("--live", live.ToString(CultureInfo.InvariantCulture), "--measure", name);
                results[name].Add(JsonSerializer.Deserialize<ReplayFigures>(line)!);
                Console.Error.WriteLine($"round {round + 1}: {line}");
            }
        }

        var duplicates = names.ToDictionary(
            static name => name, name => string.Join(", ", Enumerable.Range(0, 3).Select(_ => RunChild("--contend", name))));
        ReplayReport.Write(Console.Out, live, rounds, results, duplicates);
    }

    private static string RunChild(params string[] args)
    {
        string assembly = typeof(ReplayComparison).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, "replay", .. args]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', args)} ended with {child.ExitCode}.");
    }
}
