using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// A replay memory in an SQLite file, for one machine that must not forget at a restart: of any number of equal claims
/// exactly one is added, by whichever of the machine's processes, and none that was accepted is lost when a process or the
/// machine is killed, since each is on the disk before it is answered.
/// </summary>
/// <remarks>
/// <para>
/// What expired a minute ago by the clock of <see cref="StoreOptions.TimeProvider"/> is forgotten, and from then on
/// whatever expires as early is refused, whatever the clock says. If it was set forward and back again, that lasts until
/// it has caught up.
/// </para>
/// <para>The file must lie on a disk of the machine, and not on a network share.</para>
/// </remarks>
public sealed class SqliteReplayStore : BatchedReplayStore
{
    // A file has one writer at a time.
    internal const int MaxBatch = 256;
    private const int MaxSenders = 1;
    private const int MaxForgottenAtOnce = 2 * MaxBatch;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    // Machines have one clock, but its user may set it: what has just expired is kept a while.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly SqliteFile _file;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private SqliteConnection? _connection;
    private long? _lastForgotten;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file, which is HmacKit's own. SQLite keeps two more beside it.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteReplayStore(string path, SqliteOptions? options = null)
        : this(new SqliteFile(path, options ??= new SqliteOptions()), options)
    {
    }

    internal SqliteReplayStore(SqliteFile file, SqliteOptions options)
        : base("sqlite", MaxBatch, MaxSenders, options.TimeProvider, logger: null)
    {
        _file = file;
        _time = options.TimeProvider;
    }

    /// <inheritdoc/>
    protected override Task ClaimAsync(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(outcomes);

        // SQLite blocks its thread while it waits for the disk.
        return Task.Run(() => Write(claims, outcomes, now), CancellationToken.None);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeOwnAsync()
    {
        lock (_writing)
        {
            _connection?.Dispose();
            _connection = null;
        }

        return default;
    }

    private void Write(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now)
    {
        lock (_writing)
        {
            _connection ??= _file.Open();
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            Claim(claims, outcomes, now, transaction);
            ForgetNowAndThen(now, transaction);
            transaction.Commit();
        }
    }

    private static void Claim(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now, SqliteTransaction transaction)
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
            digest.Value = claims[i].Digest.ToArray();
            expires.Value = claims[i].Expires;
            outcomes[i] = command.ExecuteNonQuery() == 1 ? ReplayOutcome.Added : ReplayOutcome.Seen;
        }
    }

    /// <summary>Forgets some of what has expired; faster than claims can be made, and never so many that anybody waits for it.</summary>
    private void ForgetNowAndThen(long now, SqliteTransaction transaction)
    {
        if (_lastForgotten is { } last && _time.GetElapsedTime(last) < ForgetInterval)
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
        _lastForgotten = isDone ? _time.GetTimestamp() : null;
    }
}
