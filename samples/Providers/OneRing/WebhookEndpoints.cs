using System.Data.Common;
using System.Text.Json;
using HmacKit.Webhooks;
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

    /// <summary>Events that every subscription gets: they are there to try it out.</summary>
    private const string TestEvents = "test.*";

    private static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);

    public static async Task<IResult> ListAsync(HttpContext context, WebhookOutbox outbox)
    {
        IReadOnlyList<WebhookSubscription> subscriptions = await outbox.ListAsync(CallerKey.OwnerOf(context), cancellationToken: context.RequestAborted);
        return ApiJson.Answer(new { webhooks = subscriptions.OrderBy(static subscription => subscription.CreatedAt).Select(ToJson) });
    }

    /// <summary>Configures an endpoint, selects its events and generates its secret.</summary>
    public static async Task<IResult> CreateAsync(HttpContext context, WebhookOutbox outbox, WebhookSecrets secrets)
    {
        if (await ApiJson.ReadAsync<SubscriptionRequest>(context) is not { } request || !ApiJson.IsText(request.Url, MaxUrl) || !AreEvents(request.Events))
        {
            return OneRingAnswers.InvalidRequest("url and events are required.");
        }

        SubscribeResult result = !Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? url) ? new(SubscribeStatus.ForbiddenTarget) : await outbox.SubscribeAsync(
            new HmacKit.Webhooks.SubscriptionRequest(CallerKey.OwnerOf(context), url, [.. request.Events!, TestEvents]) { Secret = secrets.FixedFor(CallerKey.Of(context).KeyId) },
            context.RequestAborted);
        if (result.Subscription is not { } subscription)
        {
            return OneRingAnswers.InvalidRequest(result.Status switch
            {
                SubscribeStatus.TooMany => "There are too many webhooks already.",
                SubscribeStatus.ForbiddenTarget => "url must be an https address on the public internet.",
                _ => "url and events are required.",
            });
        }

        context.Response.Headers.CacheControl = "no-store";
        return ApiJson.Answer(
            new
            {
                id = subscription.Id,
                url = subscription.Url.OriginalString,
                secret = result.Secret,
                events = Shown(subscription),
                created_at = ApiJson.Time(subscription.CreatedAt),
                last_delivered_at = (string?)null,
            },
            StatusCodes.Status201Created);
    }

    /// <summary>Selects other events.</summary>
    public static async Task<IResult> SelectEventsAsync(string id, HttpContext context, WebhookOutbox outbox)
    {
        if (await ApiJson.ReadAsync<EventsRequest>(context) is not { } request || !AreEvents(request.Events))
        {
            return OneRingAnswers.InvalidRequest("events are required.");
        }

        return await FindAsync(id, context, outbox) is { } subscription && await outbox.SetEventsAsync(id, [.. request.Events!, TestEvents], context.RequestAborted)
            ? ApiJson.Answer(ToJson(subscription with { Events = request.Events! }))
            : OneRingAnswers.WebhookNotFound;
    }

    /// <summary>Generates a new secret. OneRing's header has room for one signature, so the new one signs from now on.</summary>
    public static async Task<IResult> GenerateSecretAsync(string id, HttpContext context, WebhookOutbox outbox)
    {
        if (await FindAsync(id, context, outbox) is null || await outbox.RotateAsync(id, SecretOverlap, context.RequestAborted) is not { } secret)
        {
            return OneRingAnswers.WebhookNotFound;
        }

        context.Response.Headers.CacheControl = "no-store";
        return ApiJson.Answer(new { id, secret });
    }

    /// <summary>Sends a test event to one endpoint.</summary>
    public static async Task<IResult> TestAsync(string id, HttpContext context, WebhookOutbox outbox, TimeProvider time)
    {
        if (await FindAsync(id, context, outbox) is not { } subscription)
        {
            return OneRingAnswers.WebhookNotFound;
        }

        (string eventId, byte[] body) = ToEvent("test.event", new { message = "Testing webhook" }, time);
        bool isQueued = await outbox.SendTestAsync(subscription.Id, "test.event", body, eventId, context.RequestAborted) is not null;
        return ApiJson.Answer(new { event_id = eventId, queued = isQueued });
    }

    public static async Task<IResult> PublishAsync(HttpContext context, ProviderDatabase database, WebhookOutbox outbox, TimeProvider time)
    {
        if (await ApiJson.ReadAsync<EventRequest>(context) is not { Data.ValueKind: JsonValueKind.Object } request || !IsEventType(request.EventType))
        {
            return OneRingAnswers.InvalidRequest("event_type and data are required.");
        }

        (string eventId, byte[] body) = ToEvent(request.EventType!, request.Data, time);

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

    private static (string Id, byte[] Body) ToEvent(string type, object data, TimeProvider time)
    {
        string id = RandomId.WithPrefix("evt_");
        var body = new Dictionary<string, object>
        {
            ["eventType"] = type,
            ["eventId"] = id,
            ["timestamp"] = ApiJson.Time(time.GetUtcNow()),
            ["data"] = data,
        };
        return (id, JsonSerializer.SerializeToUtf8Bytes(body));
    }

    private static async Task<WebhookSubscription?> FindAsync(string id, HttpContext context, WebhookOutbox outbox) =>
        await outbox.FindAsync(id, context.RequestAborted) is { } subscription && subscription.Owner == CallerKey.OwnerOf(context) ? subscription : null;

    private static object ToJson(WebhookSubscription subscription) => new
    {
        id = subscription.Id,
        url = subscription.Url.OriginalString,
        events = Shown(subscription),
        last_delivered_at = subscription.LastDeliveredAt is { } time ? ApiJson.Time(time) : null,
    };

    private static IEnumerable<string> Shown(WebhookSubscription subscription) => subscription.Events.Where(static type => type != TestEvents);

    private static bool AreEvents(string[]? events) => events is { Length: > 0 and <= MaxEvents } && events.All(IsEventType);

    private static bool IsEventType(string? text) =>
        text?.Length is > 0 and <= MaxEventType && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private sealed record SubscriptionRequest(string? Url, string[]? Events);

    private sealed record EventsRequest(string[]? Events);

    private sealed record EventRequest(string? EventType, JsonElement Data);
}
