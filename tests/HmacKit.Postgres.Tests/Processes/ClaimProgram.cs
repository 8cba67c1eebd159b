using System.Globalization;

namespace HmacKit.Postgres.Tests.Processes;

/// <summary>A machine: claims nonces, 64 at a time, and says which were added. <c>CONNECTION SCHEMA COUNT SECONDS</c>, the last being what its clock is ahead.</summary>
public static class ClaimProgram
{
    public static async Task<int> Main(string[] args)
    {
        var clock = new ShiftedClock(TimeSpan.FromSeconds(int.Parse(args[3], CultureInfo.InvariantCulture)));
        DateTimeOffset signed = TimeProvider.System.GetUtcNow();
        await using var dataSource = Npgsql.NpgsqlDataSource.Create(args[0]);
        await (await dataSource.OpenConnectionAsync()).DisposeAsync(); // the first one takes long on a busy machine
        await using var store = new PostgresReplayStore(dataSource, new PostgresOptions { Schema = args[1], TimeProvider = clock });
        Lock gate = new();
        await Parallel.ForAsync(0, int.Parse(args[2], CultureInfo.InvariantCulture), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellation) =>
        {
            if (await store.TryAddAsync(new ReplayClaim("scheme", "key", $"nonce-{i}", signed, signed.AddMinutes(10)), cancellation) == ReplayOutcome.Added)
            {
                lock (gate)
                {
                    Console.Out.WriteLine(i);
                }
            }
        });
        return 0;
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
