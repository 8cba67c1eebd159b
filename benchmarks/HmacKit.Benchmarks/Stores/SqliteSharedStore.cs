using System.Globalization;
using HmacKit.Sqlite;
using Microsoft.Data.Sqlite;

namespace HmacKit.Benchmarks;

/// <summary>A file of SQLite's, whose bare client has one connection behind a lock and waits for the disk as the store does.</summary>
internal sealed class SqliteSharedStore : SharedStore
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-benchmark-").FullName;
    private readonly Lock _gate = new();
    private SqliteConnection? _bare;
    private SqliteReplayStore? _store;

    public override string Name => "SQLite";

    public override Task StartAsync()
    {
        _store = new SqliteReplayStore(Path.Combine(_folder, "store.db"));
        _bare = new SqliteConnection($"Data Source={_folder}/bare.db");
        _bare.Open();
        using SqliteCommand command = _bare.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (nonce TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID; CREATE TABLE bare_event (id TEXT PRIMARY KEY, body BLOB NOT NULL)";
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public override IReadOnlyList<(string Title, SharedCandidate[] Candidates)> Comparisons()
    {
        var complete = new CachedReplayStore(new GuardedReplayStore(_store!, "sqlite", new OutageOptions { Timeout = TimeSpan.FromSeconds(30) }));
        return
        [
            ("claim a nonce",
            [
                new("bare `INSERT OR IGNORE`", id => Task.Run(() => Must(Insert(id) == 1))),
                new("`SqliteReplayStore`", async id => Must(await _store!.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
                new("`UseSqlite` (guard and cache too)", async id => Must(await complete.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
            ]),
            (InboxComparison.Title,
            [
                new("bare `INSERT OR IGNORE`", id => Task.Run(() => Must(InsertEvent(id) == 1))),
                InboxComparison.Of(OpenWebhooks()),
            ]),
        ];
    }

    public override HmacKit.Webhooks.WebhookDatabase OpenWebhooks() =>
        HmacKit.Webhooks.WebhookDatabase.Sqlite(SqliteFactory.Instance.CreateDataSource($"Data Source={_folder}/app.db"));

    public override async ValueTask DisposeAsync()
    {
        await (_store?.DisposeAsync() ?? default);
        _bare?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static ReplayClaim ClaimOf(long id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ReplayClaim("theone", "key_1", NonceOf(id), now, now + Life);
    }

    private static string NonceOf(long id) => id.ToString("x32", CultureInfo.InvariantCulture);

    private int InsertEvent(long id)
    {
        lock (_gate)
        {
            using SqliteCommand insert = _bare!.CreateCommand();
            insert.CommandText = "INSERT OR IGNORE INTO bare_event (id, body) VALUES ($id, $body)";
            insert.Parameters.AddWithValue("$id", InboxComparison.IdOf(id));
            insert.Parameters.AddWithValue("$body", InboxComparison.Body);
            return insert.ExecuteNonQuery();
        }
    }

    private int Insert(long id)
    {
        lock (_gate)
        {
            using SqliteCommand insert = _bare!.CreateCommand();
            insert.CommandText = "INSERT OR IGNORE INTO bare (nonce, expires) VALUES ($nonce, $expires)";
            insert.Parameters.AddWithValue("$nonce", "theone key_1 " + NonceOf(id));
            insert.Parameters.AddWithValue("$expires", (TimeProvider.System.GetUtcNow() + Life).ToUnixTimeMilliseconds());
            return insert.ExecuteNonQuery();
        }
    }
}
