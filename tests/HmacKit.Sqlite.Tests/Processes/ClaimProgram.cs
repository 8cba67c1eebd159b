using System.Globalization;

namespace HmacKit.Sqlite.Tests.Processes;

/// <summary>Claims nonces one after another in a process of its own, sixteen at a time, and says which were added: <c>FILE COUNT</c>.</summary>
public static class ClaimProgram
{
    public static async Task<int> Main(string[] args)
    {
        await using var store = new SqliteReplayStore(args[0], new() { BusyTimeout = TimeSpan.FromSeconds(30) });
        Lock gate = new();
        await Parallel.ForAsync(0, int.Parse(args[1], CultureInfo.InvariantCulture), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
        {
            if (await store.TryAddAsync(Claim(i), cancellation) == ReplayOutcome.Added)
            {
                lock (gate)
                {
                    Console.Out.WriteLine(i);
                    Console.Out.Flush();
                }
            }
        });
        return 0;
    }

    public static ReplayClaim Claim(int number)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ReplayClaim("scheme", "key", $"nonce-{number}", now, now.AddMinutes(10));
    }
}
