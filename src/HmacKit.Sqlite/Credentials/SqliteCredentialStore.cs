using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// HMAC credentials and API keys in an SQLite file, for one machine. Secrets are kept sealed or hashed, as the issuers give
/// them. Put a <see cref="CachedCredentialStore"/> in front of it, and a <see cref="SqliteCredentialChanges"/> beside that.
/// </summary>
public sealed class SqliteCredentialStore : CredentialStore
{
    private const string Columns =
        "key_id, kind, scheme, owner, name, scopes, tier, is_canary, metadata, description, created, not_before, expires, is_disabled, revoked, secrets, version, last_used";

    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file, which is HmacKit's own. SQLite keeps two more beside it.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting isn't as it should be.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteCredentialStore(string path, SqliteOptions? options = null)
        : this(new SqliteFile(path, options ?? new SqliteOptions()))
    {
    }

    internal SqliteCredentialStore(SqliteFile file) => _file = file;

    /// <inheritdoc/>
    protected override async ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM credential WHERE key_id = $key_id";
        command.Parameters.Add("$key_id", SqliteType.Text).Value = keyId;
        using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? CredentialRow.Read(reader) : null;
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) => ChangeAsync(
        $"""
        INSERT INTO credential ({Columns})
        VALUES ($key_id, $kind, $scheme, $owner, $name, $scopes, $tier, $is_canary, $metadata, $description, $created, $not_before, $expires, $is_disabled, $revoked, $secrets, $version, $last_used)
        ON CONFLICT (key_id) DO NOTHING
        """,
        credential,
        cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) => ChangeAsync(
        """
        UPDATE credential SET
            kind = $kind, scheme = $scheme, owner = $owner, name = $name, scopes = $scopes, tier = $tier, is_canary = $is_canary, metadata = $metadata,
            description = $description, created = $created, not_before = $not_before, expires = $expires, is_disabled = $is_disabled, revoked = $revoked,
            secrets = $secrets, version = $version
        WHERE key_id = $key_id AND version = $version - 1
        """,
        credential,
        cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE credential SET last_used = $time WHERE key_id = $key_id AND (last_used < $time OR last_used IS NULL)";
        command.Parameters.Add("$key_id", SqliteType.Text).Value = keyId;
        command.Parameters.Add("$time", SqliteType.Integer).Value = time.UtcTicks;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Credential> ListCoreAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM credential WHERE $owner IS NULL OR owner = $owner ORDER BY key_id";
        command.Parameters.Add("$owner", SqliteType.Text).Value = (object?)owner ?? DBNull.Value;
        using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return CredentialRow.Read(reader);
        }
    }

    private async ValueTask<bool> ChangeAsync(string sql, Credential credential, CancellationToken cancellationToken)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        CredentialRow.AddParameters(command.Parameters, credential);

        // A trigger's changes aren't counted.
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }
}
