using HmacKit.Webhooks;

namespace HmacKit.AspNetCore;

/// <summary>The inbox, for one endpoint: an event is on the disk before it is answered.</summary>
internal sealed class InboxIntake(WebhookInbox inbox, string scheme, string endpoint, WebhookOptions options, HmacKitMetrics metrics) : WebhookIntake
{
    public override async ValueTask<Outcome> OfferAsync(WebhookEvent webhookEvent, WebhookIdentity? identity)
    {
        InboxOutcome outcome = await inbox.OfferAsync(new InboxMessage(endpoint, webhookEvent, identity?.Value)
        {
            // From the later of both times: a copy of the request is genuine until the signed time is too old.
            KeepUntil = (webhookEvent.SignedAt > webhookEvent.ReceivedAt ? webhookEvent.SignedAt.Value : webhookEvent.ReceivedAt) + options.RememberFor,
            OrderKey = options.OrderBy?.Invoke(webhookEvent),
        }).ConfigureAwait(false);
        (Outcome answer, string name) = outcome switch
        {
            InboxOutcome.Accepted => (Outcome.Accepted, "accepted"),
            InboxOutcome.Repeated => (Outcome.Repeated, "repeated"),
            _ => (Outcome.StoreUnavailable, "store_unavailable"),
        };
        metrics.Webhook(scheme, name);
        return answer;
    }
}
