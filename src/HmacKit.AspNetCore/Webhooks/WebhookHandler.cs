using HmacKit.Webhooks;

namespace HmacKit.AspNetCore;

/// <summary>What is done with an endpoint's events.</summary>
internal abstract class WebhookHandler
{
    /// <summary>Whether an event is for the handler, found out before it is answered.</summary>
    public virtual WebhookVerdict Judge(WebhookEvent webhookEvent) => WebhookVerdict.Take;

    public abstract Task HandleAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken);

    /// <summary>A handler of all events as they are.</summary>
    public sealed class OfAll(Func<WebhookEvent, CancellationToken, Task> handler) : WebhookHandler
    {
        public override Task HandleAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken) => handler(webhookEvent, cancellationToken);
    }
}

/// <summary>Whether an event is for a handler.</summary>
internal enum WebhookVerdict
{
    /// <summary>Its body isn't the JSON that it should be.</summary>
    Malformed,

    /// <summary>It is of a type that nobody handles.</summary>
    Unknown,

    /// <summary>It is.</summary>
    Take,
}
