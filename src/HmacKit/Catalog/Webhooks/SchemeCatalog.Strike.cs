namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Strike webhooks.</summary>
    public static SignatureScheme Strike => field ??= SignatureScheme.Compile(new()
    {
        Name = "strike",
        Message = "{body}",
        Headers = { ["X-Webhook-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://docs.strike.me/webhooks/signature-verification"),
    });
}
