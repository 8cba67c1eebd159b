using System.Runtime.CompilerServices;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// An audit trail in PostgreSQL, for any number of machines: the table <c>audit</c> in the schema of the other stores, which is made if it isn't there. Machines
/// append one after the other, under an advisory lock, so there is one chain.
/// </summary>
/// <remarks>
/// <c>psql -At -c "SELECT line FROM hmackit.audit ORDER BY number" | hmackit audit verify</c> checks it. Give the role SELECT, INSERT and DELETE, and not UPDATE.
/// </remarks>
public sealed class PostgresAuditStore : AuditStore
{
    // The second number of the lock; others of the schema have 1 and 2.
    private const int Lock = 90;

    private readonly NpgsqlDataSource _dataSource;
    private readonly SchemaName _schema;
    private volatile bool _isMade;

    /// <summary>A trail in a schema.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public PostgresAuditStore(NpgsqlDataSource dataSource, PostgresOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
        _schema = new SchemaName((options ?? new PostgresOptions()).Schema);
    }

    /// <inheritdoc/>
    public override async Task AppendAsync(Func<string?, IReadOnlyList<AuditRow>> chain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var locking = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({_schema.LockClass}, {Lock})", connection, transaction);
        await locking.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await MakeAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        await using var last = new NpgsqlCommand($"SELECT line FROM {_schema}.audit ORDER BY number DESC LIMIT 1", connection, transaction);
        IReadOnlyList<AuditRow> rows = chain(await last.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string);
        await using var insert = new NpgsqlCommand($"INSERT INTO {_schema}.audit (number, time, line) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[])", connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(static row => row.Number)] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. rows.Select(static row => row.Time.UtcDateTime)] });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(static row => row.Line)] });
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        _isMade = true;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand($"SELECT line FROM {_schema}.audit WHERE number > $1 ORDER BY number");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return reader.GetString(0);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand($"""
            DELETE FROM {_schema}.audit WHERE number IN (
                SELECT number FROM {_schema}.audit WHERE number < (SELECT max(number) FROM {_schema}.audit)
                    AND number < coalesce((SELECT min(number) FROM {_schema}.audit WHERE time >= $1), 9223372036854775807)
                ORDER BY number LIMIT $2)
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task MakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (_isMade)
        {
            return;
        }

        // First without any right to create: where somebody else has made the table, none is needed.
        await using var find = new NpgsqlCommand($"SELECT to_regclass('{_schema}.audit')::text", connection, transaction);
        if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string)
        {
            return;
        }

        await using var make = new NpgsqlCommand(
            $"CREATE SCHEMA IF NOT EXISTS {_schema}; CREATE TABLE {_schema}.audit (number bigint PRIMARY KEY, time timestamptz NOT NULL, line text NOT NULL);", connection, transaction);
        await make.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
