using System.Data.Common;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>
/// The tables and triggers that the stores need. They are made by <see cref="MigrateAsync"/>, or by somebody who has the rights, from
/// <see cref="GetSql"/>.
/// </summary>
public static class MySqlSchema
{
    private const int Version = 1;

    /// <summary>All that has to be run to make the tables, statement by statement; what is there already is left alone.</summary>
    /// <param name="tablePrefix">What the tables' names begin with; see <see cref="MySqlOptions.TablePrefix"/>.</param>
    public static string GetSql(string tablePrefix = MySqlOptions.DefaultTablePrefix)
    {
        using Stream stream = typeof(MySqlSchema).Assembly.GetManifestResourceStream("001.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{prefix}", new MySqlOptions { TablePrefix = tablePrefix }.Table(""), StringComparison.Ordinal);
    }

    /// <summary>Makes the tables if they aren't there; safe for several machines at once.</summary>
    /// <param name="dataSource">A data source whose user may create tables and triggers.</param>
    /// <param name="tablePrefix">What the tables' names begin with; see <see cref="MySqlOptions.TablePrefix"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidOperationException">The tables are of a newer version, or the user lacks privileges. The message says what to do.</exception>
    public static async Task MigrateAsync(MySqlDataSource dataSource, string tablePrefix = MySqlOptions.DefaultTablePrefix, CancellationToken cancellationToken = default)
    {
        if (await IsThereAsync(dataSource, tablePrefix, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // One migration at a time: the second one waits here, and then finds everything in place.
        string name = $"hmackit {tablePrefix}";
        await using MySqlConnection connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var migrate = new MySqlCommand($"DO GET_LOCK('{name}', 10); {GetSql(tablePrefix)}; DO RELEASE_LOCK('{name}')".Replace(";\n;", ";", StringComparison.Ordinal), connection);
        try
        {
            // https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html: access denied to a database, a command, an operation, a trigger.
            await migrate.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.Number is 1044 or 1142 or 1227 or 1419)
        {
            throw new InvalidOperationException(
                $"The tables '{tablePrefix}…' aren't there, and this user may not make them ({exception.Message}). Have somebody run what MySqlSchema.GetSql(\"{tablePrefix}\") gives, or grant the user CREATE and TRIGGER on the database.",
                exception);
        }
    }

    /// <summary>Whether the tables are there, in the version that this package works with.</summary>
    internal static async Task<bool> IsThereAsync(MySqlDataSource dataSource, string tablePrefix, CancellationToken cancellationToken)
    {
        await using DbCommand read = dataSource.CreateCommand($"SELECT version FROM {new MySqlOptions { TablePrefix = tablePrefix }.Table("state")}");
        try
        {
            int version = await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int found ? found : 0;
            return version <= Version ? version == Version : throw new InvalidOperationException(
                $"The tables '{tablePrefix}…' are of version {version}, and this package works with version {Version}. Update HmacKit.MySql, or set {nameof(MySqlOptions)}.{nameof(MySqlOptions.TablePrefix)} to another prefix.");
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            return false;
        }
    }
}
