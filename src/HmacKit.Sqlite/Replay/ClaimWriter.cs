using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// Writes claims, all that have come meanwhile in one transaction: waiting for the disk is what costs, and a file has one
/// writer at a time anyway. A claim is answered after the commit.
/// </summary>
internal sealed class ClaimWriter(SqliteFile file, TimeProvider time) : IDisposable
{
    /// <summary>How many are written together.</summary>
    public const int MaxBatch = 256;

    /// <summary>How many may wait. Beyond that it is better to say so at once.</summary>
    public const int MaxWaiting = 10_000;

    private const int MaxForgottenAtOnce = 2 * MaxBatch;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    // Machines have one clock, but its user may set it: what has just expired is kept a while.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Queue<PendingClaim> _waiting = new();
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private SqliteConnection? _connection;
    private long? _lastForgotten;
    private bool _isRunning;

    public void Add(PendingClaim claim)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                throw new InvalidOperationException($"{MaxWaiting} claims wait to be written to '{file.Path}' already: the disk is too slow for the rate of requests.");
            }

            _waiting.Enqueue(claim);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        // SQLite blocks its thread while it waits for the disk.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.Run(), this, preferLocal: false);
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    private void Run()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                lock (_writing)
                {
                    Write(batch);
                }
            }
            catch (Exception exception)
            {
                foreach (PendingClaim claim in batch)
                {
                    claim.Fail(exception);
                }
            }
        }
    }

    /// <summary>What is to be written next; nothing if nothing waits, and then nobody writes any more.</summary>
    private List<PendingClaim> Next()
    {
        lock (_gate)
        {
            var batch = new List<PendingClaim>(Math.Min(_waiting.Count, MaxBatch));
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out PendingClaim? claim))
            {
                if (!claim.IsAbandoned)
                {
                    batch.Add(claim);
                }
            }

            _isRunning = batch.Count > 0;
            return batch;
        }
    }

    private void Write(List<PendingClaim> claims)
    {
        _connection ??= file.Open();
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var outcomes = new ReplayOutcome[claims.Count];
        using (SqliteTransaction transaction = _connection.BeginTransaction(deferred: false))
        {
            Claim(claims, outcomes, now, transaction);
            ForgetNowAndThen(now, transaction);
            transaction.Commit();
        }

        for (int i = 0; i < outcomes.Length; i++)
        {
            claims[i].Answer(outcomes[i]);
        }
    }

    private static void Claim(List<PendingClaim> claims, ReplayOutcome[] outcomes, long now, SqliteTransaction transaction)
    {
        using SqliteCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO claim (digest, expires) SELECT $digest, $expires FROM state WHERE $expires > horizon
            ON CONFLICT (digest) DO UPDATE SET expires = excluded.expires WHERE claim.expires <= $now
            """;
        SqliteParameter digest = command.Parameters.Add("$digest", SqliteType.Blob);
        SqliteParameter expires = command.Parameters.Add("$expires", SqliteType.Integer);
        command.Parameters.Add("$now", SqliteType.Integer).Value = now;
        for (int i = 0; i < claims.Count; i++)
        {
            digest.Value = claims[i].Digest;
            expires.Value = claims[i].Expires;
            outcomes[i] = command.ExecuteNonQuery() == 1 ? ReplayOutcome.Added : ReplayOutcome.Seen;
        }
    }

    /// <summary>Forgets some of what has expired; faster than claims can be made, and never so many that anybody waits for it.</summary>
    private void ForgetNowAndThen(long now, SqliteTransaction transaction)
    {
        if (_lastForgotten is { } last && time.GetElapsedTime(last) < ForgetInterval)
        {
            return;
        }

        using SqliteCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.Add("$horizon", SqliteType.Integer).Value = now - (long)Grace.TotalMilliseconds;
        command.Parameters.Add("$most", SqliteType.Integer).Value = MaxForgottenAtOnce;
        command.CommandText = "UPDATE state SET horizon = $horizon WHERE horizon < $horizon";
        command.ExecuteNonQuery();
        command.CommandText = "DELETE FROM claim WHERE digest IN (SELECT digest FROM claim WHERE expires <= $horizon ORDER BY expires LIMIT $most)";
        bool isDone = command.ExecuteNonQuery() < MaxForgottenAtOnce;
        _lastForgotten = isDone ? time.GetTimestamp() : null;
    }
}
