using System.Data.Common;
using System.Text.Json;
using HmacKit.Webhooks;
using Providers.Callers;
using Providers.Json;
using Providers.Store;
using Providers.Webhooks;

namespace Providers.OneRing;

/// <summary>Events for trying webhooks out.</summary>
internal static class PublishEndpoint
{
    public static async Task<IResult> PublishAsync(HttpContext context, ProviderDatabase database, WebhookOutbox outbox, TimeProvider time)
    {
        if (await ApiJson.ReadAsync<EventRequest>(context) is not { Data.ValueKind: JsonValueKind.Object } request || !SubscriptionEndpoints.IsEventType(request.EventType) || !ApiJson.IsWritable(request.Data))
        {
            return OneRingAnswers.InvalidRequest("event_type and data are required.");
        }

        string eventId = RandomId.WithPrefix("evt_");
        byte[] body = Write(eventId, request.EventType!, request.Data, time);

        // Whatever else a provider writes for the event belongs into this transaction: both are there, or neither.
        await using (DbConnection connection = await database.OpenEventsAsync(context.RequestAborted))
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(context.RequestAborted);
            await outbox.EnqueueAsync(transaction, new OutgoingEvent(CallerKey.OwnerOf(context), request.EventType!, body) { Id = eventId }, context.RequestAborted);
            await transaction.CommitAsync(context.RequestAborted);
        }

        outbox.Wake();
        return ApiJson.Answer(new { event_id = eventId, queued = true });
    }

    /// <summary>An event as OneRing writes it.</summary>
    public static byte[] Write(string id, string type, object data, TimeProvider time) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["eventType"] = type,
        ["eventId"] = id,
        ["timestamp"] = ApiJson.Time(time.GetUtcNow()),
        ["data"] = data,
    });

    private sealed record EventRequest(string? EventType, JsonElement Data);
}
