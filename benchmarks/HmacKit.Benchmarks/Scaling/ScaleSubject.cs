namespace HmacKit.Benchmarks;

/// <summary>A store whose small cases are measured, with how it sends what waits.</summary>
internal sealed record ScaleSubject(string Title, SharedStore Store, string Comparison, string Candidate, int Senders, int MaxBatch)
{
    private const string Claim = "claim a nonce";

    /// <summary>Redis has one connection, whose packets hold what waits, and nothing beyond 256 is measured; the others have senders of their own.</summary>
    public static IEnumerable<ScaleSubject> All =>
    [
        new("Redis, claim", new RedisSharedStore(), Claim, "`RedisReplayStore`", 1, 256),
        new("PostgreSQL, claim", new PostgresSharedStore(), Claim, "`PostgresReplayStore`", 4, 32),
        new("PostgreSQL, inbox", new PostgresSharedStore(), InboxComparison.Title, "`SqlInboxStore`", 4, 64),
        new("SQLite, inbox", new SqliteSharedStore(), InboxComparison.Title, "`SqlInboxStore`", 1, 64),
    ];

    public bool IsRedis => Store is RedisSharedStore;

    public bool IsPostgresClaim => Store is PostgresSharedStore && Comparison == Claim;

    /// <summary>Once the store has been started.</summary>
    public SharedCandidate Find() => Store.Comparisons().Single(comparison => comparison.Title == Comparison).Candidates.Single(candidate => candidate.Name == Candidate);
}
