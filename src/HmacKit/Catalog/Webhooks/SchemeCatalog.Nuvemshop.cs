namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Nuvemshop (Tiendanube) webhooks: the body.</summary>
    /// <remarks>The key is the app's client secret.</remarks>
    public static SignatureScheme Nuvemshop => field ??= SignatureScheme.Compile(new()
    {
        Name = "nuvemshop",
        Message = "{body}",
        Headers = { ["x-linkedstore-hmac-sha256"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/event"),
        Documentation = new("https://tiendanube.github.io/api-documentation/resources/webhook"),
    });
}
