using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>The small cases, measured: the memory of the replay store, and what stores do for few and many callers.</summary>
internal static class ScaleMeasurement
{
    /// <summary>All counts in a random order in each round, so that no count has a quieter machine than the others. What counts is the best tenth: other work only ever makes a round slower.</summary>
    public static async Task<IReadOnlyList<(int Callers, double Rate)>> RatesAsync(Func<long, Task> call, int[] callers, int rounds, TimeSpan slice)
    {
        SharedCandidate[] candidates = [.. callers.Select(count => new SharedCandidate(count.ToString(CultureInfo.InvariantCulture), call))];
        int[] order = [.. Enumerable.Range(0, callers.Length)];
        var random = new Random(16);
        for (int round = -3; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (int i in order)
            {
                await candidates[i].RunAsync(callers[i], slice, counts: round >= 0);
            }
        }

        return [.. callers.Select((count, i) => (count, Best(candidates[i].Rates)))];
    }

    /// <summary>Bytes that a store of so many nonces takes once it is full of live ones.</summary>
    public static long MemoryBytes(int live)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new StoreCandidate(live);
        store.MoveTo(0);
        for (int i = 0; i < live; i++)
        {
            SharedStore.Must(store.TryAdd(ReplayCandidate.Nonce(i), store.SignedAt(i)));
        }

        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(store);
        return bytes;
    }

    /// <summary>Microseconds of processor time that verifying a request of 1 KiB takes, with its claim in memory left out: OneRing.</summary>
    public static double VerifyMicroseconds()
    {
        using var item = new SchemeCase("onering", 1024);
        Verify(item, 20_000);
        long start = ThreadClock.Nanoseconds();
        Verify(item, 100_000);
        return (ThreadClock.Nanoseconds() - start) / 1e3 / 100_000;
    }

    private static double Best(List<double> rates) => rates.Order().ElementAt((int)(0.9 * (rates.Count - 1)));

    private static void Verify(SchemeCase item, int times)
    {
        for (int i = 0; i < times; i++)
        {
            SharedStore.Must(item.VerifyAsync() == VerificationStatus.Valid);
        }
    }
}
