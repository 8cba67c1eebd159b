using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// The same pipelines in one process, over connections in memory: without sockets and their system calls, and in short slices that take turns in
/// random order, what a pipeline costs more than none stands out of the noise of a machine that others use.
/// </summary>
internal static class MemoryComparison
{
    private const string Usage = "memory [--rounds N (101)] [--requests N (200)] [--only NAME,NAME]";
    private const int MinWarmUpRounds = 60;
    private const int MaxWarmUpRounds = 1000;
    private const int QuietWarmUpRounds = 25;

    public static async Task<int> RunAsync(string[] args)
    {
        (int rounds, int requests, string? only) = (101, 200, null);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool isRight = args[i] switch
            {
                "--rounds" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds > 0,
                "--requests" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out requests) && requests > 0,
                "--only" => (only = value).Length > 0,
                _ => false,
            };
            if (!isRight)
            {
                Console.Error.WriteLine("Usage: " + Usage);
                return 2;
            }
        }

        var clients = new List<MemoryClient>();
        foreach (Pipeline pipeline in Pipeline.All.Where(pipeline => only is null || pipeline.Name is "none" or "optimum" || only.Split(',').Contains(pipeline.Name)))
        {
            clients.Add(await MemoryClient.StartAsync(pipeline));
        }

        Measure([.. clients], rounds, requests);
        Write(clients, rounds, requests);
        foreach (MemoryClient client in clients)
        {
            await client.DisposeAsync();
        }

        return 0;
    }

    private static void Measure(MemoryClient[] clients, int rounds, int requests)
    {
        var random = new Random(1);
        WarmUp(clients, requests, random);
        for (int round = 0; round < rounds; round++)
        {
            random.Shuffle(clients);
            foreach (MemoryClient client in clients)
            {
                client.Measure(requests);
            }
        }
    }

    /// <summary>Sends until the JIT, which optimises in the background and gets little time on a busy machine, has had nothing to do for a while.</summary>
    private static void WarmUp(MemoryClient[] clients, int requests, Random random)
    {
        (long compiled, int since) = (0, 0);
        for (int round = 0; round < MaxWarmUpRounds && (round < MinWarmUpRounds || round - since < QuietWarmUpRounds); round++)
        {
            random.Shuffle(clients);
            foreach (MemoryClient client in clients)
            {
                client.Send(requests);
            }

            Thread.Sleep(20);
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                (compiled, since) = (now, round);
            }
        }
    }

    private static void Write(List<MemoryClient> clients, int rounds, int requests)
    {
        MemoryClient none = clients.Single(static client => client.Pipeline.Name == "none");
        MemoryClient optimum = clients.Single(static client => client.Pipeline.Name == "optimum");
        double extraOfOptimum = More(optimum, none);
        Console.WriteLine(FormattableString.Invariant(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors; {rounds} rounds of {requests} requests, CPU time of the thread."));
        Console.WriteLine();
        Console.WriteLine("| pipeline | ns a request | / none | more, ns | / optimum's | least, more | B more |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (MemoryClient client in clients)
        {
            double more = More(client, none);
            double ratio = Median(client.Rounds.Zip(none.Rounds, static (own, other) => own / other));
            Console.WriteLine(FormattableString.Invariant(
                $"| {client.Pipeline.Name} | {Median(client.Rounds):F0} | {ratio:F3} | {more:F0} | {more / extraOfOptimum:F2} | {client.Rounds.Min() - none.Rounds.Min():F0} | {client.BytesPerRequest - none.BytesPerRequest:F0} |"));
        }
    }

    private static double More(MemoryClient client, MemoryClient none) => Median(client.Rounds.Zip(none.Rounds, static (own, other) => own - other));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
