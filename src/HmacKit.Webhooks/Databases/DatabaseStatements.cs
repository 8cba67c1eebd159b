using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>Statements in one line. Values are always parameters, never part of the text.</summary>
internal static class DatabaseStatements
{
    /// <summary>Runs a statement; the number of rows that it changed.</summary>
    public static async Task<int> RunAsync(this DbConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using DbCommand command = connection.ToCommand(null, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement in a transaction; the number of rows that it changed.</summary>
    public static async Task<int> RunAsync(this DbTransaction transaction, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using DbCommand command = transaction.Connection!.ToCommand(transaction, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs statements in a transaction, in one round trip where the driver can; the number of rows that each has changed.</summary>
    public static async Task<int[]> RunAllAsync(this DbTransaction transaction, IReadOnlyList<(string Sql, (string Name, object? Value)[] Values)> statements, CancellationToken cancellationToken)
    {
        DbConnection connection = transaction.Connection!;
        var rows = new int[statements.Count];
        if (!connection.CanCreateBatch)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = await transaction.RunAsync(statements[i].Sql, cancellationToken, statements[i].Values).ConfigureAwait(false);
            }

            return rows;
        }

        await using DbBatch batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach ((string sql, (string Name, object? Value)[] values) in statements)
        {
            DbBatchCommand command = batch.CreateBatchCommand();
            command.CommandText = sql;
            Fill(command.Parameters, command.CreateParameter, values);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = batch.BatchCommands[i].RecordsAffected;
        }

        return rows;
    }

    /// <summary>The rows of a query, each as <paramref name="read"/> makes it.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this DbConnection connection, DbTransaction? transaction, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using DbCommand command = connection.ToCommand(transaction, sql, values);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    private static DbCommand ToCommand(this DbConnection connection, DbTransaction? transaction, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        Fill(command.Parameters, command.CreateParameter, values);
        return command;
    }

    private static void Fill(DbParameterCollection parameters, Func<DbParameter> create, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach ((string name, object? value) in values)
        {
            DbParameter parameter = create();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            parameters.Add(parameter);
        }
    }
}
