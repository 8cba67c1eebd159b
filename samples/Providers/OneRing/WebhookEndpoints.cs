using System.Text.Json;
using HmacKit.Http;
using Providers.Callers;
using Providers.Json;
using Providers.Store;

namespace Providers.OneRing;

/// <summary>Subscriptions to webhooks, and events for trying them out.</summary>
internal static class WebhookEndpoints
{
    private const int MaxUrl = 2000;
    private const int MaxEvents = 50;
    private const int MaxEventType = 100;

    public static IResult List(HttpContext context, Subscriptions subscriptions) => ApiJson.Answer(new
    {
        webhooks = subscriptions.List(CallerKey.OwnerOf(context)).Select(subscription => new
        {
            id = subscription.Id,
            url = subscription.Url,
            events = subscription.Events,
            last_delivered_at = Time(subscription.LastDelivered),
        }),
    });

    public static async Task<IResult> CreateAsync(
        HttpContext context, Subscriptions subscriptions, WebhookSecrets secrets, WebhookSender sender)
    {
        if (await ApiJson.ReadAsync<SubscriptionRequest>(context) is not { Events: { Length: > 0 and <= MaxEvents } events } request
            || !ApiJson.IsText(request.Url, MaxUrl)
            || !events.All(IsEventType))
        {
            return OneRingAnswers.InvalidRequest("url and events are required.");
        }

        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? url) || !sender.CanSendTo(url))
        {
            return OneRingAnswers.InvalidRequest("url must be an https address on the public internet.");
        }

        string secret = secrets.Create(CallerKey.Of(context).KeyId);
        if (subscriptions.Add(CallerKey.OwnerOf(context), request.Url!, secret, events) is not { } subscription)
        {
            return OneRingAnswers.InvalidRequest($"There are {Subscriptions.MostPerOwner} webhooks already.");
        }

        context.Response.Headers.CacheControl = "no-store";
        return ApiJson.Answer(
            new
            {
                id = subscription.Id,
                url = subscription.Url,
                secret = subscription.Secret,
                events = subscription.Events,
                created_at = ApiJson.Time(subscription.Created),
                last_delivered_at = (string?)null,
            },
            StatusCodes.Status201Created);
    }

    public static async Task<IResult> PublishAsync(HttpContext context, Outbox outbox, TimeProvider time)
    {
        if (await ApiJson.ReadAsync<EventRequest>(context) is not { Data.ValueKind: JsonValueKind.Object } request || !IsEventType(request.EventType))
        {
            return OneRingAnswers.InvalidRequest("event_type and data are required.");
        }

        string eventId = RandomId.WithPrefix("evt_");
        var body = new Dictionary<string, object>
        {
            ["eventType"] = request.EventType!,
            ["eventId"] = eventId,
            ["timestamp"] = ApiJson.Time(time.GetUtcNow()),
            ["data"] = request.Data,
        };
        return outbox.TryAdd(CallerKey.OwnerOf(context), request.EventType!, eventId, JsonSerializer.SerializeToUtf8Bytes(body))
            ? ApiJson.Answer(new { event_id = eventId, queued = true })
            : OneRingAnswers.Busy;
    }

    private static string? Time(DateTimeOffset? time) => time is { } there ? ApiJson.Time(there) : null;

    private static bool IsEventType(string? text) =>
        text?.Length is > 0 and <= MaxEventType && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private sealed record SubscriptionRequest(string? Url, string[]? Events);

    private sealed record EventRequest(string? EventType, JsonElement Data);
}
