namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Favro webhooks: the payload's id and the URL that was registered.</summary>
    /// <remarks>
    /// <para>Of the body only <c>payloadId</c> is signed: who sees one request can send any other body with it. Take it over TLS only, and remember the ids.</para>
    /// <para><c>callback</c> is the URL exactly as it was given when the webhook was made.</para>
    /// </remarks>
    public static SignatureScheme Favro => field ??= SignatureScheme.Compile(new()
    {
        Name = "favro",
        Message = "{json:/payloadId}{callback}",
        Headers = { ["X-Favro-Webhook"] = HeaderFormat.Text("{signature:base64}") },
        Values = { ["callback"] = SchemeValue.Configured() },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        EventIdentity = EventField.Json("/payloadId"),
        EventType = EventField.Json("/action"),
        AmbiguousBecause = "The vendor joins id and URL with nothing between them.",
        Documentation = new("https://favro.com/developer/#webhook-signatures"),
    });
}
