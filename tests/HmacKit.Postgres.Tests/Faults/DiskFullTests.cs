using System.Collections.Concurrent;
using HmacKit.Postgres.Tests.Servers;
using Npgsql;

namespace HmacKit.Postgres.Tests.Faults;

/// <summary>The disk with the claims is full, and then it is made larger.</summary>
public sealed class DiskFullTests(SmallDiskServer disk) : IClassFixture<SmallDiskServer>
{
    private const int Callers = 64;

    [Fact]
    public async Task What_has_no_room_is_not_accepted_and_what_was_accepted_stays_used()
    {
        if (!disk.IsPossible)
        {
            return;
        }

        await using (NpgsqlDataSource setting = NpgsqlDataSource.Create(disk.Server.ConnectionString))
        {
            await using NpgsqlCommand command = setting.CreateCommand(disk.CreateTablespace);
            await command.ExecuteNonQueryAsync();
        }

        await using TestSchema schema = await TestSchema.CreateAsync(disk.Server, SmallDiskServer.Settings);
        await using var one = new PostgresReplayStore(schema.DataSource, schema.Options());
        await using var two = new PostgresReplayStore(schema.DataSource, schema.Options());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var accepted = new ConcurrentBag<ReplayClaim>();
        var refused = new ConcurrentBag<ReplayClaim>();
        var states = new ConcurrentBag<string?>();
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (refused.Count < 10 * Callers && Volatile.Read(ref next) < 1_000_000)
            {
                var claim = new ReplayClaim("scheme", "key", $"nonce-{Interlocked.Increment(ref next)}", now, now.AddMinutes(30));
                try
                {
                    Assert.Equal(ReplayOutcome.Added, await one.TryAddAsync(claim));
                    accepted.Add(claim);
                }
                catch (PostgresException exception)
                {
                    states.Add(exception.SqlState);
                    refused.Add(claim);
                }
            }
        })));
        Assert.All(states, static state => Assert.Equal(PostgresErrorCodes.DiskFull, state));
        Assert.True(refused.Count >= 10 * Callers, "The disk was never full.");

        // While it is full, and by another machine.
        Assert.DoesNotContain(ReplayOutcome.Added, await OutcomesAsync(two, accepted));
        await disk.ResizeAsync(64);
        Assert.All(await OutcomesAsync(two, accepted), static outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
        Assert.All(await OutcomesAsync(two, refused), static outcome => Assert.Equal(ReplayOutcome.Added, outcome));
        Assert.All(await OutcomesAsync(one, refused), static outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
    }

    /// <summary>What each claim comes to; <see cref="ReplayOutcome.Unavailable"/> where the server has an error.</summary>
    private static async Task<IReadOnlyList<ReplayOutcome>> OutcomesAsync(PostgresReplayStore store, IEnumerable<ReplayClaim> claims)
    {
        var outcomes = new ConcurrentBag<ReplayOutcome>();
        await Parallel.ForEachAsync(claims, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (claim, cancellation) =>
        {
            try
            {
                outcomes.Add(await store.TryAddAsync(claim, cancellation));
            }
            catch (PostgresException)
            {
                outcomes.Add(ReplayOutcome.Unavailable);
            }
        });
        return [.. outcomes];
    }
}
