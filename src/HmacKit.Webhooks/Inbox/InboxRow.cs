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

    private static readonly string Names = string.Join(", ", Inserted);
    private static readonly string Parameters = string.Join(", ", Inserted.Select(static name => '@' + name));

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

    /// <summary>The statement that takes an event in.</summary>
    public static (string Sql, (string Name, object? Value)[] Values) ToInsert(string table, InboxMessage message, byte[]? dedupe)
    {
        WebhookEvent received = message.Event;
        return (
            $"INSERT INTO {table} ({Names}) VALUES ({Parameters}) ON CONFLICT DO NOTHING",
            [
                ("endpoint", message.Endpoint),
                ("dedupe", dedupe),
                ("scheme", received.Scheme),
                ("key_id", received.KeyId),
                ("event_id", StoredText.Of(received.Id)),
                ("event_type", StoredText.Of(received.Type)),
                ("order_key", StoredText.Of(message.OrderKey)),
                ("headers", ToText(received.UnsignedHeaders)),
                ("body", received.Body.ToArray()),
                ("trace", message.Trace),
                ("signed_at", received.SignedAt?.ToUnixTimeMilliseconds()),
                ("received_at", received.ReceivedAt.ToUnixTimeMilliseconds()),
                ("due_at", received.ReceivedAt.ToUnixTimeMilliseconds()),
                ("keep_until", message.KeepUntil.ToUnixTimeMilliseconds()),
            ]);
    }

    /// <summary>The statement that takes events in, an array for each column, and gives what was unique of those that weren't there.</summary>
    public static (string Sql, (string Name, object? Value)[] Values) ToInsert(string table, IReadOnlyList<InboxMessage> messages, byte[]?[] dedupes)
    {
        long[] received = [.. messages.Select(static message => message.Event.ReceivedAt.ToUnixTimeMilliseconds())];
        return (
            $"INSERT INTO {table} ({Names}) SELECT * FROM unnest({Parameters}) ON CONFLICT DO NOTHING RETURNING dedupe",
            [
                ("endpoint", messages.Select(static message => message.Endpoint).ToArray()),
                ("dedupe", dedupes),
                ("scheme", messages.Select(static message => message.Event.Scheme).ToArray()),
                ("key_id", messages.Select(static message => message.Event.KeyId).ToArray()),
                ("event_id", messages.Select(static message => StoredText.Of(message.Event.Id)).ToArray()),
                ("event_type", messages.Select(static message => StoredText.Of(message.Event.Type)).ToArray()),
                ("order_key", messages.Select(static message => StoredText.Of(message.OrderKey)).ToArray()),
                ("headers", messages.Select(static message => ToText(message.Event.UnsignedHeaders)).ToArray()),
                ("body", messages.Select(static message => message.Event.Body.ToArray()).ToArray()),
                ("trace", messages.Select(static message => message.Trace).ToArray()),
                ("signed_at", messages.Select(static message => message.Event.SignedAt?.ToUnixTimeMilliseconds()).ToArray()),
                ("received_at", received),
                ("due_at", received),
                ("keep_until", messages.Select(static message => message.KeepUntil.ToUnixTimeMilliseconds()).ToArray()),
            ]);
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
