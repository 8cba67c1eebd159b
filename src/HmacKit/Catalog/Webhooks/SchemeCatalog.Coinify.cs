namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Coinify webhooks: the body.</summary>
    public static SignatureScheme Coinify => field ??= SignatureScheme.Compile(new()
    {
        Name = "coinify",
        Message = "{body}",
        Headers = { ["X-Coinify-Webhook-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        Documentation = new("https://coinify-trade-api.readme.io/reference/webhook-signature"),
    });
}
