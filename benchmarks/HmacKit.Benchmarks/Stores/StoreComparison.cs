using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>
/// The stores in servers beside the bare client, on loopback: short slices of each, turn and turn about in a random order, and the
/// medians of the ratios within a round.
/// </summary>
internal static class StoreComparison
{
    private const string Usage = "stores [--rounds 15] [--milliseconds 300] [--callers 1,16,256] [--only inbox]";

    private static SharedStore[] Stores => [new RedisSharedStore(), new PostgresSharedStore(), new SqliteSharedStore()];

    public static int Run(string[] args)
    {
        int rounds = 15;
        int milliseconds = 300;
        int[] callers = [1, 16, 256];
        string? only = null;
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out rounds) && rounds > 0:
                case "--milliseconds" when int.TryParse(value, CultureInfo.InvariantCulture, out milliseconds) && milliseconds > 0:
                    break;
                case "--callers" when value.Split(',').All(static number => int.TryParse(number, CultureInfo.InvariantCulture, out int count) && count > 0):
                    callers = [.. value.Split(',').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
                    break;
                case "--only" when value.Length > 0:
                    only = value;
                    break;
                default:
                    Console.Error.WriteLine("Usage: " + Usage);
                    return 2;
            }
        }

        CompareAsync(rounds, TimeSpan.FromMilliseconds(milliseconds), callers, only).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task CompareAsync(int rounds, TimeSpan slice, int[] callers, string? only)
    {
        Print($"{rounds} rounds of {slice.TotalMilliseconds} ms each, {Environment.ProcessorCount} processors, shared with the server.");
        Print($"");
        Print($"| store | operation | callers | candidate | calls/s | throughput / bare | client's CPU, µs a call | / bare | B/op | B/op over bare |");
        Print($"|---|---|---|---|---|---|---|---|---|---|");
        foreach (SharedStore store in Stores.Where(store => only != "inbox" || store is not RedisSharedStore))
        {
            await using (store)
            {
                await store.StartAsync();
                foreach (int count in callers)
                {
                    foreach ((string title, SharedCandidate[] candidates) in store.Comparisons().Where(comparison => only is null || (comparison.Title == InboxComparison.Title) == (only == "inbox")))
                    {
                        await MeasureAsync(candidates, rounds, slice, count);
                        Report(store.Name, title, count, candidates);
                    }
                }
            }
        }
    }

    private static async Task MeasureAsync(SharedCandidate[] candidates, int rounds, TimeSpan slice, int callers)
    {
        var random = new Random(callers);
        SharedCandidate[] order = [.. candidates];
        for (int round = -2; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (SharedCandidate candidate in order)
            {
                await candidate.RunAsync(callers, slice, counts: round >= 0);
            }
        }
    }

    private static void Report(string store, string title, int callers, SharedCandidate[] candidates)
    {
        SharedCandidate bare = candidates[0];
        foreach (SharedCandidate candidate in candidates)
        {
            double ratio = Ratio(candidate.Rates, bare.Rates);
            double processor = Ratio(candidate.ProcessorTimes, bare.ProcessorTimes);
            double bytes = Candidate.Median(candidate.Bytes);
            string over = (bytes - Candidate.Median(bare.Bytes)).ToString("+0;-0;0", CultureInfo.InvariantCulture);
            Print($"| {store} | {title} | {callers} | {candidate.Name} | {Candidate.Median(candidate.Rates):N0} | {ratio:F2} | {Candidate.Median(candidate.ProcessorTimes):F1} | {processor:F2} | {bytes:F0} | {over} |");
        }
    }

    private static double Ratio(List<double> own, List<double> bare) => Candidate.Median([.. own.Zip(bare, static (one, other) => one / other)]);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
