namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ShipHero webhooks: the body.</summary>
    /// <remarks>The id of a message is in the header <c>X-Shiphero-Message-ID</c>, which isn't signed.</remarks>
    public static SignatureScheme ShipHero => field ??= SignatureScheme.Compile(new()
    {
        Name = "shiphero",
        Message = "{body}",
        Headers = { ["x-shiphero-hmac-sha256"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/webhook_type"),
        Documentation = new("https://developer.shiphero.com/webhooks/"),
    });
}
