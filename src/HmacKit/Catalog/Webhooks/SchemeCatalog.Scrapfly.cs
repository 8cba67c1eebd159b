namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Scrapfly webhooks: the body.</summary>
    public static SignatureScheme Scrapfly => field ??= SignatureScheme.Compile(new()
    {
        Name = "scrapfly",
        Message = "{body}",
        Headers = { ["X-Scrapfly-Webhook-Signature"] = HeaderFormat.Text("{signature:hex-upper}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Header("X-Scrapfly-Webhook-Resource-Type"),
        Documentation = new("https://scrapfly.io/docs/scrape-api/webhook"),
    });
}
