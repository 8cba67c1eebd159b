using PartnerClient.Json;

namespace PartnerClient.OneRing;

/// <summary>OneRing's external API, with an API key.</summary>
internal sealed class OneRingClient(HttpClient http)
{
    public Task<Caller> GetCallerAsync() => http.GetAsync("v1/external/me", ApiJson.Default.Caller);

    public Task<Rings> GetRingsAsync(string userId) =>
        http.GetAsync($"v1/external/users/{Uri.EscapeDataString(userId)}/rings", ApiJson.Default.Rings);

    public Task<SubscriptionList> ListWebhooksAsync() => http.GetAsync("v1/external/webhooks", ApiJson.Default.SubscriptionList);

    public Task<Subscription> SubscribeAsync(NewSubscription subscription) =>
        http.PostAsync("v1/external/webhooks", subscription, ApiJson.Default.NewSubscription, ApiJson.Default.Subscription);

    public Task<QueuedEvent> PublishAsync(TestEvent testEvent) =>
        http.PostAsync("v1/external/events", testEvent, ApiJson.Default.TestEvent, ApiJson.Default.QueuedEvent);
}
