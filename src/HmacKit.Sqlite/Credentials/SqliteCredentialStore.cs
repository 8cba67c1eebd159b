using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// HMAC credentials and API keys in an SQLite file, for one machine. Secrets are kept sealed or hashed, as the issuers give
/// them. Put a <see cref="CachedCredentialStore"/> in front of it, which a <see cref="SqliteKeyChanges"/> keeps right.
/// </summary>
public sealed class SqliteCredentialStore : SqlCredentialStore
{
    // https://sqlite.org/rescode.html
    private const int Constraint = 19;

    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file, which is HmacKit's own. SQLite keeps two more beside it.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteCredentialStore(string path, SqliteOptions? options = null)
        : this(new SqliteFile(path, options ?? new SqliteOptions()))
    {
    }

    internal SqliteCredentialStore(SqliteFile file)
        : base("credential") => _file = file;

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => new(_file.Open());

    /// <inheritdoc/>
    protected override bool IsDuplicate(DbException exception) => exception is SqliteException { SqliteErrorCode: Constraint };
}
