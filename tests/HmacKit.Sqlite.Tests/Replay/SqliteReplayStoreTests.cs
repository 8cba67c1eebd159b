using FsCheck;
using FsCheck.Fluent;
using HmacKit.Sqlite.Tests.Database;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite.Tests.Replay;

public sealed class SqliteReplayStoreTests : IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Of_20_000_nonces_that_two_stores_claim_each_is_added_once_and_none_is_lost()
    {
        const int Nonces = 20_000;
        using SqliteReplayStore one = Open();
        using SqliteReplayStore two = Open();
        int[] added = new int[Nonces];
        await Parallel.ForAsync(0, 2 * Nonces, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, cancellation) =>
        {
            if (await (i % 2 == 0 ? one : two).TryAddAsync(Claim($"nonce-{i / 2}", 10), cancellation) == ReplayOutcome.Added)
            {
                Interlocked.Increment(ref added[i / 2]);
            }
        });

        Assert.All(added, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task What_was_accepted_is_refused_after_a_restart()
    {
        using (SqliteReplayStore store = Open())
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", 10)));
        }

        using SqliteReplayStore again = Open();
        Assert.Equal(ReplayOutcome.Seen, await again.TryAddAsync(Claim("nonce", 10)));
    }

    [Fact]
    public async Task A_value_whose_claim_has_expired_is_free_again()
    {
        using SqliteReplayStore store = Open();
        ReplayClaim first = Claim("nonce", 10);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(first));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", 10)));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("nonce", 10)));
        _clock.Shift(-TimeSpan.FromSeconds(5));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(first));
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_a_part_at_a_time_and_refused_for_good()
    {
        using SqliteReplayStore store = Open();
        ReplayClaim[] claims = [.. Enumerable.Range(0, 2_000).Select(i => Claim($"nonce-{i}", 10))];
        await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask()));
        _clock.Advance(TimeSpan.FromMinutes(12));
        for (int i = 0; i < 8; i++)
        {
            await store.TryAddAsync(Claim($"later-{i}", 10));
        }

        Assert.Equal(8L, _file.Run("SELECT count(*) FROM claim"));
        _clock.Shift(-TimeSpan.FromMinutes(5));
        Assert.All(await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask())), outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
    }

    [Fact]
    public async Task Somebody_who_writes_for_too_long_makes_it_fail_and_nothing_is_used_up()
    {
        await using var store = new SqliteReplayStore(_file.Path, new() { TimeProvider = _clock, BusyTimeout = TimeSpan.FromSeconds(1) });
        await store.TryAddAsync(Claim("first", 10));
        using (var writer = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            writer.Open();
            using SqliteTransaction transaction = writer.BeginTransaction(deferred: false);
            await Assert.ThrowsAsync<SqliteException>(async () => await store.TryAddAsync(Claim("nonce", 10)));
        }

        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", 10)));
    }

    [Fact]
    public void Nonces_and_key_ids_of_any_characters_stay_what_they_are()
    {
        using SqliteReplayStore store = Open();
        Gen<string> text = Gen.ArrayOf(Gen.Elements('\'', '"', '\\', ';', '-', '$', '%', '_', '(', ')', '\n', 'a', 'A', '\u00E9', '\u2019', '\uFFFF'))
            .Select(characters => new string(characters)).Where(value => value.Length < 60);
        var known = new HashSet<(string, string)>();
        Prop.ForAll(text.ToArbitrary(), text.ToArbitrary(), (keyId, value) =>
        {
            ReplayOutcome first = known.Add((keyId, value)) ? ReplayOutcome.Added : ReplayOutcome.Seen;
            return Add(keyId, value) == first && Add(keyId, value) == ReplayOutcome.Seen;
        }).QuickCheckThrowOnFailure();
        Assert.Equal(ReplayOutcome.Added, Add("key", "a\0b"));
        Assert.Equal(ReplayOutcome.Added, Add("key", "'); DROP TABLE claim; --"));

        ReplayOutcome Add(string keyId, string value)
        {
            var claim = new ReplayClaim("scheme", keyId, value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(10));
            return store.TryAddAsync(claim).AsTask().GetAwaiter().GetResult();
        }
    }

    private SqliteReplayStore Open() => new(_file.Path, new() { TimeProvider = _clock });

    private ReplayClaim Claim(string value, int minutes) =>
        new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(minutes));
}
