using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HmacKit.Webhooks;

namespace HmacKit.AspNetCore;

/// <summary>A handler of events that are JSON of one kind.</summary>
internal sealed class TypedHandler<T>(JsonTypeInfo<T> type, Func<T, WebhookEvent, CancellationToken, Task> handler) : WebhookHandler
{
    public override WebhookVerdict Judge(WebhookEvent webhookEvent)
    {
        try
        {
            return webhookEvent.ReadJson(type) is null ? WebhookVerdict.Malformed : WebhookVerdict.Take;
        }
        catch (JsonException)
        {
            return WebhookVerdict.Malformed;
        }
    }

    public override Task HandleAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        handler(webhookEvent.ReadJson(type) ?? throw new JsonException("The event is null."), webhookEvent, cancellationToken);
}
