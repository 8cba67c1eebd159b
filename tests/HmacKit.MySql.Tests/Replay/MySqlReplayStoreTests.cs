using HmacKit.MySql.Tests.Servers;
using MySqlConnector;

namespace HmacKit.MySql.Tests.Replay;

[Collection(MySqlTests.Name)]
public sealed class MySqlReplayStoreTests(MySqlServer server) : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private TestTables _tables = null!;

    public async Task InitializeAsync() => _tables = await TestTables.CreateAsync(server);

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [Fact]
    public async Task Of_4_000_nonces_that_two_machines_claim_over_many_connections_each_is_added_once_and_none_is_lost()
    {
        const int Nonces = 4_000;
        await using var otherMachine = new MySqlDataSource(server.ConnectionString + ";Application Name=other");
        await using var one = new MySqlReplayStore(_tables.DataSource, _tables.Options(_clock));
        await using var two = new MySqlReplayStore(otherMachine, _tables.Options(_clock));
        int[] added = new int[Nonces];
        await Parallel.ForAsync(0, 2 * Nonces, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, cancellation) =>
        {
            MySqlReplayStore store = i % 2 == 0 ? one : two;
            Interlocked.Add(ref added[i / 2], await store.TryAddAsync(Claim($"nonce-{i / 2}", 10), cancellation) == ReplayOutcome.Added ? 1 : 0);
        });
        Assert.All(added, count => Assert.Equal(1, count));
        Assert.Equal((long)Nonces, await _tables.RunAsync("SELECT count(*) FROM {prefix}claim"));
    }

    [Fact]
    public async Task What_was_accepted_is_refused_after_the_server_was_killed()
    {
        await using var store = new MySqlReplayStore(_tables.DataSource, _tables.Options(_clock));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", 10)));
        server.Kill();
        await Assert.ThrowsAnyAsync<Exception>(async () => await store.TryAddAsync(Claim("while away", 10)));
        await server.RestartAsync();
        await using var again = new MySqlReplayStore(_tables.DataSource, _tables.Options(_clock));
        await MySqlConnection.ClearAllPoolsAsync();
        Assert.Equal(ReplayOutcome.Seen, await again.TryAddAsync(Claim("nonce", 10)));
        Assert.Equal(ReplayOutcome.Added, await again.TryAddAsync(Claim("other", 10)));
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_and_refused_for_good_and_a_clock_that_is_ahead_makes_nobody_forget()
    {
        var behind = new ManualTimeProvider();
        behind.Shift(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(30) - behind.GetUtcNow());
        await using var store = new MySqlReplayStore(_tables.DataSource, _tables.Options(behind));
        ReplayClaim old = At(behind, "old", 10);
        ReplayClaim live = At(behind, "live", 120);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(old));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(live));
        var ahead = new ManualTimeProvider();
        ahead.Shift(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(365) - ahead.GetUtcNow());
        await using (var wrong = new MySqlReplayStore(_tables.DataSource, _tables.Options(ahead)))
        {
            ahead.Advance(TimeSpan.FromMinutes(2));
            await wrong.TryAddAsync(At(ahead, "wrong", 10));
        }

        // What expired by the server's clock too is gone, and what hasn't is there.
        Assert.Equal(2L, await _tables.RunAsync("SELECT count(*) FROM {prefix}claim"));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(old));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(live));

        static ReplayClaim At(ManualTimeProvider clock, string value, int minutes) => new("scheme", "key", value, clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(minutes));
    }

    private ReplayClaim Claim(string value, int minutes) => new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(minutes));
}
