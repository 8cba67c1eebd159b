using HmacKit.Webhooks;

namespace HmacKit.AspNetCore;

/// <summary>Where the genuine events of an endpoint go before they are answered.</summary>
internal abstract class WebhookIntake
{
    /// <summary>What came of an event that was offered.</summary>
    public enum Outcome
    {
        Accepted,
        Repeated,
        Refused,
        StoreUnavailable,
    }

    /// <summary>Takes an event on, unless it was taken on before, here or by another process that uses the store.</summary>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="identity">What tells it from others; null if nothing does.</param>
    public abstract ValueTask<Outcome> OfferAsync(WebhookEvent webhookEvent, WebhookIdentity? identity);
}
