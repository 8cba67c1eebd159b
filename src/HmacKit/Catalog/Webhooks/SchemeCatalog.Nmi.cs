namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>NMI webhooks: a nonce and the body.</summary>
    /// <remarks>What stands at <c>t</c> is no time but a nonce, so that nothing signed says how old a request is.</remarks>
    public static SignatureScheme Nmi => field ??= SignatureScheme.Compile(new()
    {
        Name = "nmi",
        Message = "{nonce}.{body}",
        Headers = { ["Webhook-Signature"] = HeaderFormat.Fields("t={nonce},s={signature:hex}") },
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event_type"),
        Documentation = new("https://docs.nmi.com/reference/webhooks"),
    });
}
