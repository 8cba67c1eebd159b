namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>MessageBird webhooks, the older form.</summary>
    /// <remarks>The digest of the body stands in the message as raw bytes.</remarks>
    public static SignatureScheme MessageBirdLegacy => field ??= SignatureScheme.Compile(new()
    {
        Name = "messagebird-legacy",
        Message = "{timestamp}\n{query:sorted}\n{body:sha256:raw}",
        Headers =
        {
            ["MessageBird-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["MessageBird-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(100)),
        Documentation = new("https://developers.messagebird.com/api/#verifying-http-requests"),
    });
}
