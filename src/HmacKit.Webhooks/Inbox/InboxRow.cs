using System.Collections.ObjectModel;
using System.Data.Common;
using System.Text;
using System.Text.Json;

namespace HmacKit.Webhooks;

/// <summary>An event as a row.</summary>
internal static class InboxRow
{
    public const string Columns = "id, endpoint, scheme, key_id, event_id, event_type, order_key, headers, body, trace, signed_at, received_at, keep_until, attempts";
    public const int Count = 14;

    private static readonly string[] Inserted =
        ["endpoint", "dedupe", "scheme", "key_id", "event_id", "event_type", "order_key", "headers", "body", "trace", "signed_at", "received_at", "due_at", "keep_until"];

    public static InboxMessage Read(DbDataReader row)
    {
        var webhookEvent = new WebhookEvent
        {
            Scheme = row.GetString(2),
            KeyId = row.GetString(3),
            Id = row.Text(4),
            Type = row.Text(5),
            UnsignedHeaders = ToHeaders(row.Text(7)),
            Body = row.GetFieldValue<byte[]>(8),
            SignedAt = row.TimeOrNull(10),
            ReceivedAt = row.Time(11),
            Attempt = row.GetInt32(13),
        };
        return new InboxMessage(row.GetString(1), webhookEvent, null) { OrderKey = row.Text(6), Trace = row.Text(9), KeepUntil = row.Time(12) };
    }

    /// <summary>A statement that takes one event after the other in.</summary>
    public static DbCommand ToInsert(WriteTransaction transaction, string table)
    {
        DbCommand command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", Inserted)}) VALUES ({string.Join(", ", Inserted.Select(static name => '@' + name))}) ON CONFLICT DO NOTHING";
        return command;
    }

    public static void Fill(DbCommand command, InboxMessage message, byte[]? dedupe)
    {
        WebhookEvent received = message.Event;
        command.Parameters.Clear();
        ReadOnlySpan<object?> values =
        [
            message.Endpoint, dedupe, received.Scheme, received.KeyId, received.Id, received.Type, message.OrderKey, ToText(received.UnsignedHeaders), received.Body.ToArray(), message.Trace,
            received.SignedAt?.ToUnixTimeMilliseconds(), received.ReceivedAt.ToUnixTimeMilliseconds(), received.ReceivedAt.ToUnixTimeMilliseconds(), message.KeepUntil.ToUnixTimeMilliseconds(),
        ];
        for (int i = 0; i < values.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = Inserted[i];
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    private static string? ToText(IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count == 0)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IReadOnlyDictionary<string, string> ToHeaders(string? text)
    {
        if (text is null)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value.GetString() ?? "", StringComparer.OrdinalIgnoreCase);
    }
}
