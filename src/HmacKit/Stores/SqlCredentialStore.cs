using System.Data.Common;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// HMAC credentials and API keys in a table of an SQL database, over its ADO.NET provider. Derive from it for a database of your own: a
/// connection, and how its times are kept. Secrets are kept sealed or hashed, as the issuers give them.
/// </summary>
/// <remarks>
/// The table has the columns <c>key_id</c> (unique, and compared by its bytes), <c>kind</c>, <c>scheme</c>, <c>owner</c>, <c>name</c>,
/// <c>scopes</c>, <c>tier</c>, <c>is_canary</c>, <c>metadata</c>, <c>description</c>, <c>created</c>, <c>not_before</c>, <c>expires</c>,
/// <c>is_disabled</c>, <c>revoked</c>, <c>secrets</c>, <c>last_used</c> and <c>version</c>. Scopes are separated by blanks, metadata and secrets are JSON. A text
/// with a zero character or half of a surrogate pair is refused, since databases can't hold it.
/// </remarks>
public abstract class SqlCredentialStore : CredentialStore
{
    private static readonly string[] Columns =
    [
        "kind", "scheme", "owner", "name", "scopes", "tier", "is_canary", "metadata", "description",
        "created", "not_before", "expires", "is_disabled", "revoked", "secrets", "version",
    ];

    private readonly string _select;
    private readonly string _insert;
    private readonly string _update;
    private readonly string _recordUse;

    /// <summary>A store over a table that is there.</summary>
    /// <param name="table">The table's name as it stands in SQL. It is never a stranger's.</param>
    protected SqlCredentialStore(string table)
    {
        string columns = string.Join(", ", Columns);
        _select = $"SELECT key_id, last_used, {columns} FROM {table}";
        _insert = $"INSERT INTO {table} (key_id, last_used, {columns}) VALUES (@key_id, @last_used, {string.Join(", ", Columns.Select(static column => "@" + column))})";
        _update = $"UPDATE {table} SET {string.Join(", ", Columns.Select(static column => $"{column} = @{column}"))} WHERE key_id = @key_id AND version = @version - 1";
        _recordUse = $"UPDATE {table} SET last_used = @time WHERE key_id = @key_id AND (last_used < @time OR last_used IS NULL)";
    }

    /// <inheritdoc/>
    protected override async ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand command = Command(connection, _select + " WHERE key_id = @key_id");
        Add(command, "key_id", keyId);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        Credential? found = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? CredentialRow.Read(reader, ReadTime) : null;

        // Whatever the database holds for equal.
        return found?.KeyId == keyId ? found : null;
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(_insert, credential, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (IsDuplicate(exception))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        WriteAsync(_update, credential, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (!CredentialRow.CanHold(keyId))
        {
            return;
        }

        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand command = Command(connection, _recordUse);
        Add(command, "key_id", keyId);
        Add(command, "time", ToColumn(time));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Credential> ListCoreAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (owner is not null && !CredentialRow.CanHold(owner))
        {
            yield break;
        }

        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand command = Command(connection, _select + (owner is null ? "" : " WHERE owner = @owner") + " ORDER BY key_id");
        if (owner is not null)
        {
            Add(command, "owner", owner);
        }

        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Credential found = CredentialRow.Read(reader, ReadTime);
            if (owner is null || found.Identity.Owner == owner)
            {
                yield return found;
            }
        }
    }

    /// <summary>An open connection of the caller's own, from a pool.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Whether an insert failed because the key id is taken. By default that is an SQLSTATE of class 23, and nothing else in the table is unique.</summary>
    /// <param name="exception">What was thrown.</param>
    protected virtual bool IsDuplicate(DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.SqlState?.StartsWith("23", StringComparison.Ordinal) == true;
    }

    /// <summary>A time as the value of a parameter. By default a 64-bit number of 100 ns since the year 1, UTC.</summary>
    /// <param name="time">The time.</param>
    protected virtual object ToColumn(DateTimeOffset time) => time.UtcTicks;

    /// <summary>A time as it stands in a row, which isn't null.</summary>
    /// <param name="reader">The row.</param>
    /// <param name="column">The number of the column.</param>
    protected virtual DateTimeOffset ReadTime(DbDataReader reader, int column)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(reader.GetInt64(column), TimeSpan.Zero);
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL has nothing in it that a caller sends.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private async ValueTask<bool> WriteAsync(string sql, Credential credential, CancellationToken cancellationToken)
    {
        KeyIdentity identity = credential.Identity;
        CredentialRow.ThrowIfCannotHold(credential);
        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand command = Command(connection, sql);
        Add(command, "key_id", identity.KeyId);
        Add(command, "kind", (short)credential.Kind);
        Add(command, "scheme", credential.Scheme);
        Add(command, "owner", identity.Owner);
        Add(command, "name", identity.Name);
        Add(command, "scopes", string.Join(' ', identity.Scopes));
        Add(command, "tier", identity.Tier);
        Add(command, "is_canary", identity.IsCanary);
        Add(command, "metadata", CredentialRow.ToText(identity.Metadata));
        Add(command, "description", credential.Description);
        Add(command, "created", ToColumn(credential.Created));
        Add(command, "not_before", credential.NotBefore is { } start ? ToColumn(start) : null);
        Add(command, "expires", credential.Expires is { } end ? ToColumn(end) : null);
        Add(command, "is_disabled", credential.IsDisabled);
        Add(command, "revoked", credential.Revoked is { } revoked ? ToColumn(revoked) : null);
        Add(command, "secrets", CredentialRow.ToText(credential.Secrets));
        Add(command, "version", credential.Version);
        if (ReferenceEquals(sql, _insert))
        {
            Add(command, "last_used", credential.LastUsed is { } used ? ToColumn(used) : null);
        }

        // What a trigger changes isn't counted.
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }
}
