namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Taiga webhooks.</summary>
    public static SignatureScheme Taiga => field ??= SignatureScheme.Compile(new()
    {
        Name = "taiga",
        Message = "{body}",
        Headers = { ["X-Taiga-Webhook-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.taiga.io/webhooks.html"),
    });
}
