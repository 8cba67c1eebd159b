using Microsoft.Extensions.Configuration;
using PartnerClient.Tour;

namespace PartnerClient.OneRing;

/// <summary>Every call of OneRing. With <c>--webhook-url</c> the events go to a receiver of one's own, such as samples/WebhookReceiver.</summary>
internal sealed class OneRingTour(OneRingClient oneRing, IConfiguration configuration) : ApiTour("onering")
{
    private const string EventType = "test.event";

    public override async Task RunAsync(CallTable calls)
    {
        string url = configuration["webhook-url"] ?? "https://partner.example.com/webhooks/onering";
        Caller? caller = await calls.CallAsync("GET /v1/external/me", oneRing.GetCallerAsync, caller => $"key {caller.KeyId}, tier {caller.RateLimitTier}");
        await calls.CallAsync(
            "GET /v1/external/users/{id}/rings",
            () => oneRing.GetRingsAsync(caller?.OwnerUserId ?? "user_xyz"),
            rings => $"{rings.TotalRing} rings");
        await calls.CallAsync(
            "POST /v1/external/webhooks",
            () => oneRing.SubscribeAsync(new NewSubscription(url, [EventType, "draft.published"])),
            subscription => $"{subscription.Id}, secret of {subscription.Secret?.Length} characters");
        await calls.CallAsync("GET /v1/external/webhooks", oneRing.ListWebhooksAsync, list => $"{list.Webhooks.Length} webhooks");
        await calls.CallAsync(
            "POST /v1/external/events",
            () => oneRing.PublishAsync(new TestEvent(EventType, new() { ["message"] = "Testing webhook" })),
            queued => $"{queued.EventId}, queued: {queued.Queued}");
    }
}
