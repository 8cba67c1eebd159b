using System.Data.Common;
using HmacKit.Webhooks;

namespace WebhookReceiver;

/// <summary>The events in a table. Each is written in the transaction that marks it done, so it is there once, whatever dies when.</summary>
internal sealed class EventsInDatabase(DbDataSource source) : HandledEvents
{
    public const string Table = """
        CREATE TABLE IF NOT EXISTS handled_event (
            id TEXT PRIMARY KEY, type TEXT NOT NULL, what TEXT, attempt INTEGER NOT NULL, at BIGINT NOT NULL, times BIGINT NOT NULL)
        """;

    public override async Task AddAsync(HandledEvent handled, WebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        DbTransaction transaction = await webhookEvent.BeginTransactionAsync(cancellationToken);
        await using DbCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO handled_event (id, type, what, attempt, at, times) VALUES (@id, @type, @what, @attempt, @at, 1)
            ON CONFLICT (id) DO UPDATE SET times = handled_event.times + 1
            """;
        Add(command, "id", handled.Id);
        Add(command, "type", handled.Type);
        Add(command, "what", handled.What);
        Add(command, "attempt", handled.Attempt);
        Add(command, "at", handled.At.ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override Task<HandledEvent[]> LatestAsync(CancellationToken cancellationToken) => QueryAsync(
        $"SELECT id, type, what, attempt, at FROM (SELECT * FROM handled_event ORDER BY at DESC LIMIT {Latest}) AS latest ORDER BY at",
        static row => new HandledEvent(
            row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))),
        cancellationToken);

    protected override Task<HandledTimes[]> AllAsync(CancellationToken cancellationToken) =>
        QueryAsync("SELECT id, type, times FROM handled_event ORDER BY at", static row => new HandledTimes(row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellationToken);

    private static void Add(DbCommand command, string name, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private async Task<T[]> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await source.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return [.. rows];
    }
}
