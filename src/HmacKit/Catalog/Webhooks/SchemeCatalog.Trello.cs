namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Trello webhooks.</summary>
    /// <remarks>The key is the app's secret, the URL the one that you registered.</remarks>
    public static SignatureScheme Trello => field ??= SignatureScheme.Compile(new()
    {
        Name = "trello",
        Message = "{body}{callbackUrl}",
        Headers = { ["X-Trello-Webhook"] = HeaderFormat.Text("{signature:base64}") },
        Values = { ["callbackUrl"] = SchemeValue.Configured() },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        AmbiguousBecause = "The vendor joins the body and the URL with nothing between them; the URL is fixed.",
        EventIdentity = EventField.Json("/action/id"),
        EventType = EventField.Json("/action/type"),
        Handshake = Handshake.OfHead,
        Documentation = new("https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/"),
    });
}
