namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Zendesk webhooks.</summary>
    /// <remarks>A webhook by GET or DELETE has no body; the time alone is signed then.</remarks>
    public static SignatureScheme Zendesk => field ??= SignatureScheme.Compile(new()
    {
        Name = "zendesk",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["X-Zendesk-Webhook-Signature-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Zendesk-Webhook-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.Rfc3339Seconds, TimeSpan.FromSeconds(300)),
        AmbiguousBecause = "The vendor joins the time and the body with nothing between them.",
        Documentation = new("https://developer.zendesk.com/documentation/webhooks/verifying/"),
    });
}
