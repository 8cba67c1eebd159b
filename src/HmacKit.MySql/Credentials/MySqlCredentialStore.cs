using System.Data.Common;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>
/// HMAC credentials and API keys in MySQL or MariaDB, for any number of machines. Secrets are kept sealed or hashed, as the issuers give them. Put a
/// <see cref="CachedCredentialStore"/> in front of it, which a <see cref="MySqlKeyChanges"/> keeps right.
/// </summary>
/// <param name="dataSource">Where the tables are. It isn't disposed of with the store.</param>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">A setting is out of bounds.</exception>
public sealed class MySqlCredentialStore(MySqlDataSource dataSource, MySqlOptions options) : SqlCredentialStore(options.Table("credential"))
{
    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override bool IsDuplicate(DbException exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry };
}
