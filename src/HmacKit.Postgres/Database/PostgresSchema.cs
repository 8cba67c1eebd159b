using System.Globalization;
using System.Text;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// The tables and functions that the stores need, in a schema of their own. They are made by <see cref="MigrateAsync"/>, or by
/// somebody who has the rights, from <see cref="GetSql"/>.
/// </summary>
public static class PostgresSchema
{
    /// <summary>The version of the schema that this package works with.</summary>
    internal const int Version = 1;

    /// <summary>
    /// The whole migration as a script for psql, in one transaction. It may be run any number of times, and by several at
    /// once: what is there already is left alone.
    /// </summary>
    /// <param name="schema">The schema's name; see <see cref="PostgresOptions.Schema"/>.</param>
    /// <exception cref="ArgumentException">There can't be such a schema.</exception>
    public static string GetSql(string schema = PostgresOptions.DefaultSchema)
    {
        var name = new SchemaName(schema);
        var sql = new StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"-- HmacKit's schema up to version {Version}.\nBEGIN;\n").Append(Prepare(name));
        for (int version = 1; version <= Version; version++)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\nDO $migration$\nBEGIN\nIF NOT EXISTS (SELECT FROM {name}.schema_version WHERE version >= {version}) THEN\n")
                .Append(Step(name, version))
                .Append("\nEND IF;\nEND\n$migration$;\n");
        }

        return sql.Append("COMMIT;\n").ToString();
    }

    /// <summary>Brings the schema to the version that this package works with. Does nothing if it is there already; safe for several machines at once.</summary>
    /// <param name="dataSource">A data source whose role may create a schema in the database.</param>
    /// <param name="schema">The schema's name; see <see cref="PostgresOptions.Schema"/>.</param>
    /// <param name="cancellationToken">Ends the call; then nothing was changed.</param>
    /// <exception cref="ArgumentException">There can't be such a schema.</exception>
    /// <exception cref="InvalidOperationException">The schema is of a newer version, or the role lacks privileges. The message says what to do.</exception>
    public static Task MigrateAsync(NpgsqlDataSource dataSource, string schema = PostgresOptions.DefaultSchema, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return MigrateCoreAsync(dataSource, new SchemaName(schema), cancellationToken);
    }

    internal static async Task MigrateCoreAsync(NpgsqlDataSource dataSource, SchemaName schema, CancellationToken cancellationToken)
    {
        // First without any right to create: where somebody else has made the schema, none is needed.
        if (await ReadVersionAsync(dataSource, schema, cancellationToken).ConfigureAwait(false) == Version)
        {
            return;
        }

        await using NpgsqlCommand migrate = dataSource.CreateCommand(GetSql(schema.Name));
        try
        {
            await migrate.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException(
                $"The schema '{schema}' isn't there in version {Version}, and this role may not make it ({exception.MessageText}). Have somebody run what PostgresSchema.GetSql(\"{schema}\") gives, or grant the role CREATE on the database.",
                exception);
        }
    }

    /// <summary>The schema's version; 0 if there is none.</summary>
    /// <exception cref="InvalidOperationException">The version is newer, or the role lacks privileges.</exception>
    internal static async Task<int> ReadVersionAsync(NpgsqlDataSource dataSource, SchemaName schema, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand read = dataSource.CreateCommand($"SELECT max(version) FROM {schema}.schema_version");
        try
        {
            int version = await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int found ? found : 0;
            return version <= Version ? version : throw new InvalidOperationException(
                $"The schema '{schema}' is of version {version}, and this package works with version {Version}. Update HmacKit.Postgres, or set {nameof(PostgresOptions)}.{nameof(PostgresOptions.Schema)} to another schema.");
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return 0;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException(RightsMissing(schema, exception.MessageText), exception);
        }
    }

    internal static string RightsMissing(SchemaName schema, string reason) =>
        $"The role lacks privileges it needs in schema '{schema}' ({reason}). Run: GRANT USAGE ON SCHEMA {schema} TO …; GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {schema} TO …;";

    // One migration at a time: the second one waits here, and then finds everything in place.
    private static string Prepare(SchemaName schema) => $"""
        SELECT pg_advisory_xact_lock({schema.LockClass}, 2);
        DO $prepare$
        BEGIN
        IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{schema}') THEN
            CREATE SCHEMA {schema};
        END IF;
        END
        $prepare$;
        CREATE TABLE IF NOT EXISTS {schema}.schema_version (version integer PRIMARY KEY);

        """;

    private static string Step(SchemaName schema, int version)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"{version:000}.sql");
        using Stream stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        string lockClass = schema.LockClass.ToString(CultureInfo.InvariantCulture);
        return reader.ReadToEnd()
            .Replace("{schema}", schema.Name, StringComparison.Ordinal)
            .Replace("{lock}", lockClass, StringComparison.Ordinal)
            + string.Create(CultureInfo.InvariantCulture, $"\nINSERT INTO {schema}.schema_version VALUES ({version});");
    }
}
