using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// An audit trail in an SQLite file, which may be that of the other stores: the table <c>audit</c>, whose rows can't be changed. What is appended is on the disk
/// when that is done, and several processes of one machine may append.
/// </summary>
/// <remarks><c>sqlite3 FILE "SELECT line FROM audit ORDER BY number" | hmackit audit verify</c> checks it.</remarks>
public sealed class SqliteAuditStore : AuditStore
{
    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file, which is HmacKit's own.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteAuditStore(string path, SqliteOptions? options = null)
    {
        _file = new SqliteFile(path, options ?? new SqliteOptions());
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, line TEXT NOT NULL) STRICT;
            CREATE TRIGGER IF NOT EXISTS audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'rows of the audit trail are never changed'); END;
            """;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override Task AppendAsync(Func<string?, IReadOnlyList<AuditRow>> chain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chain);

        // SQLite blocks its thread while it waits for the disk.
        return Task.Run(() => Append(chain), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT line FROM audit WHERE number > $after ORDER BY number";
        command.Parameters.AddWithValue("$after", after);
        using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return reader.GetString(0);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            using SqliteConnection connection = _file.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                DELETE FROM audit WHERE number IN (
                    SELECT number FROM audit WHERE number < (SELECT max(number) FROM audit)
                        AND number < coalesce((SELECT min(number) FROM audit WHERE time >= $before), 9223372036854775807)
                    ORDER BY number LIMIT $most)
                """;
            command.Parameters.AddWithValue("$before", before.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$most", most);
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    private void Append(Func<string?, IReadOnlyList<AuditRow>> chain)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        using SqliteCommand last = connection.CreateCommand();
        last.Transaction = transaction;
        last.CommandText = "SELECT line FROM audit ORDER BY number DESC LIMIT 1";
        IReadOnlyList<AuditRow> rows = chain(last.ExecuteScalar() as string);
        using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO audit (number, time, line) VALUES ($number, $time, $line)";
        SqliteParameter number = insert.Parameters.Add("$number", SqliteType.Integer);
        SqliteParameter time = insert.Parameters.Add("$time", SqliteType.Integer);
        SqliteParameter line = insert.Parameters.Add("$line", SqliteType.Text);
        foreach (AuditRow row in rows)
        {
            (number.Value, time.Value, line.Value) = (row.Number, row.Time.ToUnixTimeMilliseconds(), row.Line);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
