using System.Runtime.CompilerServices;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// HMAC credentials and API keys in PostgreSQL, for any number of machines. Secrets are kept sealed or hashed, as the issuers
/// give them. The schema must be there: see <see cref="PostgresSchema"/>. Put a <see cref="CachedCredentialStore"/> in front
/// of it, and a <see cref="PostgresCredentialChanges"/> beside that.
/// </summary>
/// <remarks>Times are kept in microseconds. A text with a zero character or half of a surrogate pair is refused, since PostgreSQL can't hold it.</remarks>
public sealed class PostgresCredentialStore : CredentialStore
{
    private const string Columns =
        "key_id, kind, scheme, owner, name, scopes, tier, is_canary, metadata, description, created, not_before, expires, is_disabled, revoked, secret_values, secret_created, secret_until, last_used, version";

    private readonly NpgsqlDataSource _dataSource;
    private readonly string _table;

    /// <summary>A store over a schema that is there.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting isn't as it should be.</exception>
    public PostgresCredentialStore(NpgsqlDataSource dataSource, PostgresOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
        _table = $"{new SchemaName((options ?? new PostgresOptions()).Schema)}.credential";
    }

    /// <inheritdoc/>
    protected override async ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand($"SELECT {Columns} FROM {_table} WHERE key_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = keyId });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? CredentialRow.Read(reader) : null;
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand($"""
            INSERT INTO {_table} ({Columns})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $20, $19)
            ON CONFLICT (key_id) DO NOTHING
            """);
        CredentialRow.AddParameters(command.Parameters, credential);
        command.Parameters.Add(CredentialRow.Time(credential.LastUsed));
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand($"""
            UPDATE {_table} SET
                kind = $2, scheme = $3, owner = $4, name = $5, scopes = $6, tier = $7, is_canary = $8, metadata = $9, description = $10,
                created = $11, not_before = $12, expires = $13, is_disabled = $14, revoked = $15,
                secret_values = $16, secret_created = $17, secret_until = $18, version = $19
            WHERE key_id = $1 AND version = $19 - 1
            """);
        CredentialRow.AddParameters(command.Parameters, credential);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    protected override async ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (!CredentialRow.CanHold(keyId))
        {
            return;
        }

        await using NpgsqlCommand command = _dataSource.CreateCommand($"UPDATE {_table} SET last_used = $2 WHERE key_id = $1 AND (last_used < $2 OR last_used IS NULL)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = keyId });
        command.Parameters.Add(CredentialRow.Time(time));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Credential> ListCoreAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (owner is not null && !CredentialRow.CanHold(owner))
        {
            yield break;
        }

        string where = owner is null ? "" : "WHERE owner = $1";
        await using NpgsqlCommand command = _dataSource.CreateCommand($"SELECT {Columns} FROM {_table} {where} ORDER BY key_id");
        if (owner is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner });
        }

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return CredentialRow.Read(reader);
        }
    }
}
