using System.Data.Common;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// HMAC credentials and API keys in PostgreSQL, for any number of machines. Secrets are kept sealed or hashed, as the issuers
/// give them. The schema must be there: see <see cref="PostgresSchema"/>. Put a <see cref="CachedCredentialStore"/> in front
/// of it, which a <see cref="PostgresKeyChanges"/> keeps right.
/// </summary>
/// <remarks>Times are kept in microseconds. A text with a zero character or half of a surrogate pair is refused, since PostgreSQL can't hold it.</remarks>
public sealed class PostgresCredentialStore : SqlCredentialStore
{
    private readonly NpgsqlDataSource _dataSource;

    /// <summary>A store over a schema that is there.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public PostgresCredentialStore(NpgsqlDataSource dataSource, PostgresOptions? options = null)
        : base($"{new SchemaName((options ?? new PostgresOptions()).Schema)}.credential")
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override object ToColumn(DateTimeOffset time) => time.UtcDateTime;

    /// <inheritdoc/>
    protected override DateTimeOffset ReadTime(DbDataReader reader, int column)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.GetFieldValue<DateTimeOffset>(column);
    }
}
