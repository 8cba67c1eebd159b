namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Picqer webhooks: the body.</summary>
    /// <remarks>A hook without a secret sends no signature.</remarks>
    public static SignatureScheme Picqer => field ??= SignatureScheme.Compile(new()
    {
        Name = "picqer",
        Message = "{body}",
        Headers = { ["X-Picqer-Signature"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/event"),
        Documentation = new("https://picqer.com/en/api/webhooks"),
    });
}
