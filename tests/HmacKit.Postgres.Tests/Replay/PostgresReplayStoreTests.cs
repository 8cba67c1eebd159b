using FsCheck;
using FsCheck.Fluent;
using HmacKit.Contracts;
using HmacKit.Postgres.Tests.Servers;
using Npgsql;

namespace HmacKit.Postgres.Tests.Replay;

[Collection(PostgresTests.Name)]
public sealed class PostgresReplayStoreTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private TestSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server);

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    [Fact]
    public async Task Of_20_000_nonces_that_two_machines_claim_over_many_connections_each_is_added_once_and_none_is_lost()
    {
        const int Nonces = 20_000;
        await using NpgsqlDataSource otherMachine = NpgsqlDataSource.Create(server.ConnectionString + ";Application Name=other");
        await using var one = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        await using var two = new PostgresReplayStore(otherMachine, _schema.Options(_clock));
        int[] added = new int[Nonces];
        int[] answers = new int[4];
        await Parallel.ForAsync(0, 2 * Nonces, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, cancellation) =>
        {
            PostgresReplayStore store = i % 2 == 0 ? one : two;
            ReplayOutcome outcome = await store.TryAddAsync(Claim($"nonce-{i / 2}"), cancellation);
            Interlocked.Increment(ref answers[(int)outcome]);
            Interlocked.Add(ref added[i / 2], outcome == ReplayOutcome.Added ? 1 : 0);
        });

        Assert.All(added, count => Assert.Equal(1, count));
        Assert.Equal([0, Nonces, Nonces, 0], answers);
        Assert.Equal((long)Nonces, await _schema.RunAsync("SELECT count(*) FROM {schema}.replay_claim"));
    }

    [Fact]
    public async Task Two_machines_whose_clocks_are_ten_seconds_apart_accept_each_nonce_once_all_its_life_long()
    {
        var behind = new ManualTimeProvider();
        behind.Shift(-TimeSpan.FromSeconds(10));
        await using var one = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        await using var two = new PostgresReplayStore(_schema.DataSource, _schema.Options(behind));
        var claims = new List<ReplayClaim>();
        for (int second = 0; second < 900; second += 5)
        {
            ReplayClaim byOne = At(_clock, $"one-{second}");
            ReplayClaim byTwo = At(behind, $"two-{second}");
            Assert.Equal(ReplayOutcome.Added, await one.TryAddAsync(byOne));
            Assert.Equal(ReplayOutcome.Added, await two.TryAddAsync(byTwo));
            claims.AddRange([byOne, byTwo]);
            foreach (ReplayClaim claim in claims.Where(claim => claim.Expires > behind.GetUtcNow().AddSeconds(-30)).Where((_, i) => i % 7 == second % 7))
            {
                Assert.Equal(ReplayOutcome.Seen, await one.TryAddAsync(claim));
                Assert.Equal(ReplayOutcome.Seen, await two.TryAddAsync(claim));
            }

            _clock.Advance(TimeSpan.FromSeconds(5));
            behind.Advance(TimeSpan.FromSeconds(5));
        }

        static ReplayClaim At(ManualTimeProvider clock, string value) => new("scheme", "key", value, clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(120));
    }

    [Fact]
    public async Task What_was_accepted_is_on_the_disk_even_if_the_role_has_synchronous_commit_off()
    {
        await using NpgsqlDataSource careless = NpgsqlDataSource.Create(server.ConnectionString + ";Options=-c synchronous_commit=off");
        await using NpgsqlConnection connection = await careless.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        Assert.Equal("off", await Run("SHOW synchronous_commit"));
        await Run($"SELECT {_schema.Name}.claim(ARRAY[sha256('a')], ARRAY[1::bigint], 0)");
        Assert.Equal("on", await Run("SHOW synchronous_commit"));

        async Task<object?> Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync();
        }
    }

    [Theory]
    [InlineData("serializable")]
    [InlineData("repeatable\\ read")]
    public async Task An_isolation_that_would_hide_others_claims_is_refused_by_its_name(string level)
    {
        await using NpgsqlDataSource isolated = NpgsqlDataSource.Create(server.ConnectionString + $";Options=-c default_transaction_isolation={level}");
        await using var store = new PostgresReplayStore(isolated, _schema.Options(_clock));
        var refused = await Assert.ThrowsAsync<PostgresException>(async () => await store.TryAddAsync(Claim("nonce")));
        Assert.Contains("default_transaction_isolation", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_given_up_and_claims_that_nobody_waits_for_are_not_sent()
    {
        await using var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        await store.TryAddAsync(Claim("first"));
        await using NpgsqlConnection blocker = await _schema.DataSource.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await blocker.BeginTransactionAsync();
        await using (NpgsqlCommand block = new($"LOCK TABLE {_schema.Name}.replay_state", blocker, transaction))
        {
            await block.ExecuteNonQueryAsync();
        }

        Task<ReplayOutcome>[] stuck = [.. Enumerable.Range(0, PostgresReplayStore.MaxSenders).Select(i => store.TryAddAsync(Claim($"stuck-{i}")).AsTask())];
        using var giveUp = new CancellationTokenSource();
        Task<ReplayOutcome> waiting = store.TryAddAsync(Claim("waiting"), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        foreach (Task<ReplayOutcome> task in stuck)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => task);
        }

        await transaction.RollbackAsync();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("waiting")));
    }

    [Fact]
    public void Nonces_and_key_ids_of_any_characters_stay_what_they_are()
    {
        var store = new PostgresReplayStore(_schema.DataSource, _schema.Options(_clock));
        Gen<string> text = Gen.ArrayOf(Gen.Elements('\'', '"', '\\', ';', '-', '$', '%', '_', '{', '}', ',', '(', ')', '\n', 'a', 'A', '\u00E9', '\u2019', '\uFFFF'))
            .Select(characters => new string(characters)).Where(value => value.Length < 60);
        var known = new HashSet<(string, string)>();
        Prop.ForAll(text.ToArbitrary(), text.ToArbitrary(), (keyId, value) =>
        {
            ReplayOutcome first = known.Add((keyId, value)) ? ReplayOutcome.Added : ReplayOutcome.Seen;
            return Add(Claim(value, keyId)) == first && Add(Claim(value, keyId)) == ReplayOutcome.Seen;
        }).QuickCheckThrowOnFailure();
        Assert.Equal(ReplayOutcome.Added, Add(Claim("a\0b")));
        Assert.Equal(ReplayOutcome.Added, Add(Claim("'); DROP SCHEMA " + _schema.Name + " CASCADE; --")));

        ReplayOutcome Add(ReplayClaim claim) => store.TryAddAsync(claim).AsTask().GetAwaiter().GetResult();
    }

    private ReplayClaim Claim(string value, string keyId = "key") => new("scheme", keyId, value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(10));
}
