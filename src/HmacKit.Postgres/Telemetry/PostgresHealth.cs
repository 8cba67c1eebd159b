using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// Does what the stores do, and reads from the server whether it keeps what it's given. What it finds names the setting that
/// puts it right. It makes the schema too, if that is wanted.
/// </summary>
internal sealed class PostgresHealth(NpgsqlDataSource dataSource, PostgresOptions options)
{
    // What claim says while nothing was ever forgotten.
    private const short NothingYet = 3;

    private static readonly byte[] Probe = SHA256.HashData("hmackit health"u8);

    private readonly SchemaName _schema = new(options.Schema);

    /// <summary>How the server is.</summary>
    /// <exception cref="InvalidOperationException">A fault that won't go away by itself.</exception>
    public async Task<HealthCheckResult> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await InspectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            return Explain(exception) is { } fault
                ? throw new InvalidOperationException(fault, exception)
                : HealthCheckResult.Unhealthy($"PostgreSQL answers with an error: {exception.SqlState}: {exception.MessageText}");
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy($"PostgreSQL can't be reached ({exception.Message}). Check Host, Port and SSL Mode of the connection string, and that the server runs.");
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.MigrateAtStart)
        {
            await PostgresSchema.MigrateCoreAsync(dataSource, _schema, cancellationToken).ConfigureAwait(false);
        }
        else if (await PostgresSchema.ReadVersionAsync(dataSource, _schema, cancellationToken).ConfigureAwait(false) is var version and not PostgresSchema.Version)
        {
            throw new InvalidOperationException(
                $"The schema '{_schema}' is of version {version} (0 means that there is none), and this package works with version {PostgresSchema.Version}. Run what PostgresSchema.GetSql(\"{_schema}\") gives, or set {nameof(PostgresOptions)}.{nameof(PostgresOptions.MigrateAtStart)} to true.");
        }
    }

    private async Task<HealthCheckResult> InspectAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand inspect = dataSource.CreateCommand($"""
            SELECT pg_is_in_recovery(), current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on',
                   has_table_privilege('{_schema}.replay_claim_0', 'TRUNCATE') AND has_table_privilege('{_schema}.replay_state', 'UPDATE'),
                   has_table_privilege('{_schema}.credential', 'SELECT') AND has_table_privilege('{_schema}.credential', 'INSERT') AND has_table_privilege('{_schema}.credential', 'UPDATE')
            """);
        await using (NpgsqlDataReader reader = await inspect.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reader.GetBoolean(0))
            {
                throw new InvalidOperationException("This PostgreSQL is a standby and can't be written. Set 'Target Session Attributes' to 'primary' in the connection string, and name all servers in 'Host'.");
            }

            if (!reader.GetBoolean(3) || !reader.GetBoolean(4))
            {
                throw new InvalidOperationException(PostgresSchema.RightsMissing(_schema, "a table's TRUNCATE, INSERT, UPDATE or SELECT"));
            }

            if (!reader.GetBoolean(1) || !reader.GetBoolean(2))
            {
                await ClaimAsync(cancellationToken).ConfigureAwait(false);
                return HealthCheckResult.Degraded("'fsync' or 'full_page_writes' is off: when the server's machine loses power, what was accepted is forgotten, and its requests can be replayed. Set both to 'on'.");
            }
        }

        await ClaimAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }

    /// <summary>One claim, which is gone in a second. The first one of all makes the store ready for claims.</summary>
    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        long now = options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        await using NpgsqlCommand claim = dataSource.CreateCommand($"SELECT ({_schema}.claim(ARRAY[$1], ARRAY[$2], $3))[1]");
        claim.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Probe });
        claim.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now + 1000 });
        claim.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        if (await claim.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not NothingYet)
        {
            return;
        }

        await using NpgsqlCommand begin = dataSource.CreateCommand($"SELECT {_schema}.forget($1)");
        begin.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await claim.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private string? Explain(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL refuses the role ({error.MessageText}). Check Username and Password of the connection string, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL has no such database ({error.MessageText}). Check Database of the connection string.",
        PostgresErrorCodes.InsufficientPrivilege => PostgresSchema.RightsMissing(_schema, error.MessageText),
        PostgresErrorCodes.ReadOnlySqlTransaction => "PostgreSQL can't be written: 'default_transaction_read_only' is on for this role or database. Switch it off.",
        PostgresErrorCodes.ActiveSqlTransaction => $"{error.MessageText}. {error.Hint}",
        _ => null,
    };
}
