using System.Runtime.InteropServices;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// The comparison: each pipeline in a process of its own, loaded by wrk in short rounds and random order, and the medians
/// of the ratios within a round, so that other work on the machine disturbs it little.
/// </summary>
internal static class WebComparison
{
    private const int WarmUpRounds = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (ComparisonOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("Usage: " + ComparisonOptions.Usage);
            return 2;
        }

        if (!Wrk.IsInstalled)
        {
            Console.Error.WriteLine("wrk isn't installed (apt-get install wrk).");
            return 2;
        }

        var servers = new List<ServerProcess>();
        try
        {
            foreach (Pipeline pipeline in options.Pipelines)
            {
                servers.Add(await ServerProcess.StartAsync(pipeline, options.ServerCpu));
            }

            Dictionary<string, Round>[] rounds = await MeasureAsync([.. servers], options);
            Write(rounds, options);
            return 0;
        }
        finally
        {
            servers.ForEach(static server => server.Dispose());
        }
    }

    private static async Task<Dictionary<string, Round>[]> MeasureAsync(ServerProcess[] servers, ComparisonOptions options)
    {
        var random = new Random(1);
        var rounds = new List<Dictionary<string, Round>>();
        for (int number = -WarmUpRounds; number < options.Rounds; number++)
        {
            random.Shuffle(servers);
            var round = new Dictionary<string, Round>();
            foreach (ServerProcess server in servers)
            {
                round[server.Pipeline.Name] = await Round.MeasureAsync(server, options);
            }

            if (number >= 0)
            {
                rounds.Add(round);
            }
        }

        return [.. rounds];
    }

    private static void Write(Dictionary<string, Round>[] rounds, ComparisonOptions options)
    {
        string place = options.IsPinned ? "server and wrk on a processor each" : "server and wrk share the processors";
        Console.WriteLine(FormattableString.Invariant(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors; {rounds.Length} rounds of {options.Seconds} s, {place}."));
        Console.WriteLine();
        Console.WriteLine("| pipeline | requests/s | / none | CPU µs a request | / none | more, µs | B a request | more, B |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string name in options.Pipelines.Select(static pipeline => pipeline.Name))
        {
            double Median(Func<Round, double> value) => MedianOf(rounds, round => value(round[name]));
            double Ratio(Func<Round, double> value) => MedianOf(rounds, round => value(round[name]) / value(round["none"]));
            double bytes = Median(static round => round.AllocatedBytes);
            double moreBytes = bytes - MedianOf(rounds, static round => round["none"].AllocatedBytes);
            double moreMicroseconds = MedianOf(rounds, round => round[name].CpuMicroseconds - round["none"].CpuMicroseconds);
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {Median(static round => round.RequestsPerSecond):F0} | {Ratio(static round => round.RequestsPerSecond):F3} | {Median(static round => round.CpuMicroseconds):F1} | {Ratio(static round => round.CpuMicroseconds):F3} | {moreMicroseconds:F1} | {bytes:F0} | {moreBytes:F0} |"));
        }
    }

    private static double MedianOf(Dictionary<string, Round>[] rounds, Func<Dictionary<string, Round>, double> value)
    {
        double[] values = [.. rounds.Select(value).Order()];
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}
