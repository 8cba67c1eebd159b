using System.Text.Json;
using System.Text.Json.Nodes;
using HmacKit.Webhooks;
using Providers.Json;
using Providers.Store;
using Providers.Webhooks;

namespace Providers.Guide;

/// <summary>What happens to the records of a shop, for those who subscribe to it: <c>orders.created</c>, <c>orders.changed</c>, <c>orders.deleted</c>, and the like.</summary>
internal sealed class RecordEvents(WebhookOutbox outbox, TimeProvider time, string shop)
{
    private const string Policy = "standard";

    /// <summary>The records are the shop's, whoever holds a key to it, and so are their events.</summary>
    public SubscriptionEndpoints Subscriptions { get; } = new(
        outbox,
        new WebhookForm(
            _ => shop,
            (id, type, data) => Write(id, type, JsonSerializer.SerializeToNode(data), time),
            static (status, error) => ApiJson.Answer(new { error }, status))
        {
            Scheme = GuideApi.WebhookScheme,
            Policy = Policy,
        });

    /// <summary>
    /// Tells of a change that is done, whether its caller still waits or not. The records may be in another database than the events, so no transaction holds both; what must not miss one
    /// keeps them together, as OneRing's <c>POST /v1/external/events</c> does.
    /// </summary>
    public Task TellAsync(string type, JsonNode? data)
    {
        string id = RandomId.WithPrefix("evt_");
        return outbox.EnqueueAsync(new OutgoingEvent(shop, type, Write(id, type, data, time)) { Id = id }, CancellationToken.None);
    }

    private static byte[] Write(string id, string type, JsonNode? data, TimeProvider time) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["type"] = type, ["created_at"] = ApiJson.Time(time.GetUtcNow()), ["data"] = data });
}
