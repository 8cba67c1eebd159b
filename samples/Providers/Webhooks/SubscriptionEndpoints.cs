using HmacKit.Webhooks;
using Providers.Json;
using Providers.Store;

namespace Providers.Webhooks;

/// <summary>A caller's own webhooks: an endpoint is configured, its events are selected, its secret is generated, and it is tried out.</summary>
internal sealed class SubscriptionEndpoints(WebhookOutbox outbox, WebhookForm form)
{
    private const int MaxUrl = 2000;
    private const int MaxEvents = 50;
    private const int MaxEventType = 100;

    /// <summary>Events that every subscription gets: they are there to try it out.</summary>
    private const string TestEvents = "test.*";

    private static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);

    public static bool IsEventType(string? text) =>
        text?.Length is > 0 and <= MaxEventType && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    public async Task<IResult> ListAsync(HttpContext context)
    {
        IReadOnlyList<WebhookSubscription> subscriptions = await outbox.ListAsync(form.OwnerOf(context), cancellationToken: context.RequestAborted);
        return ApiJson.Answer(new { webhooks = subscriptions.OrderBy(static subscription => subscription.CreatedAt).Select(ToJson) });
    }

    public async Task<IResult> CreateAsync(HttpContext context)
    {
        if (await ApiJson.ReadAsync<EndpointRequest>(context) is not { } request || !ApiJson.IsText(request.Url, MaxUrl) || !AreEvents(request.Events))
        {
            return Invalid("url and events are required.");
        }

        SubscribeResult result = !Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? url) ? new(SubscribeStatus.ForbiddenTarget) : await outbox.SubscribeAsync(
            new SubscriptionRequest(form.OwnerOf(context), url, [.. request.Events!, TestEvents]) { Scheme = form.Scheme, Policy = form.Policy, Secret = form.FixedSecretOf(context) },
            context.RequestAborted);
        if (result.Subscription is not { } subscription)
        {
            return Invalid(result.Status switch
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

    public async Task<IResult> SelectEventsAsync(string id, HttpContext context)
    {
        if (await ApiJson.ReadAsync<EventsRequest>(context) is not { } request || !AreEvents(request.Events))
        {
            return Invalid("events are required.");
        }

        return await FindAsync(id, context) is { } subscription && await outbox.SetEventsAsync(id, [.. request.Events!, TestEvents], context.RequestAborted)
            ? ApiJson.Answer(ToJson(subscription with { Events = request.Events! }))
            : NotFound;
    }

    /// <summary>Generates a new secret. Neither API's header has room for two signatures, so the new one signs from now on.</summary>
    public async Task<IResult> GenerateSecretAsync(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is null || await outbox.RotateAsync(id, SecretOverlap, context.RequestAborted) is not { } secret)
        {
            return NotFound;
        }

        context.Response.Headers.CacheControl = "no-store";
        return ApiJson.Answer(new { id, secret });
    }

    public async Task<IResult> TestAsync(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } subscription)
        {
            return NotFound;
        }

        string eventId = RandomId.WithPrefix("evt_");
        byte[] body = form.Write(eventId, "test.event", new { message = "Testing webhook" });
        bool isQueued = await outbox.SendTestAsync(subscription.Id, "test.event", body, eventId, context.RequestAborted) is not null;
        return ApiJson.Answer(new { event_id = eventId, queued = isQueued });
    }

    private IResult NotFound => form.Refuse(StatusCodes.Status404NotFound, "There is no such webhook.");

    private IResult Invalid(string message) => form.Refuse(StatusCodes.Status400BadRequest, message);

    private async Task<WebhookSubscription?> FindAsync(string id, HttpContext context) =>
        await outbox.FindAsync(id, context.RequestAborted) is { } subscription && subscription.Owner == form.OwnerOf(context) ? subscription : null;

    private static object ToJson(WebhookSubscription subscription) => new
    {
        id = subscription.Id,
        url = subscription.Url.OriginalString,
        events = Shown(subscription),
        last_delivered_at = subscription.LastDeliveredAt is { } time ? ApiJson.Time(time) : null,
    };

    private static IEnumerable<string> Shown(WebhookSubscription subscription) => subscription.Events.Where(static type => type != TestEvents);

    private static bool AreEvents(string[]? events) => events is { Length: > 0 and <= MaxEvents } && events.All(IsEventType);

    private sealed record EndpointRequest(string? Url, string[]? Events);

    private sealed record EventsRequest(string[]? Events);
}
