namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Sanity webhooks.</summary>
    /// <remarks>The signature is base64url without padding. The vendor's toolkit checks no window; here it's five minutes.</remarks>
    public static SignatureScheme Sanity => field ??= SignatureScheme.Compile(new()
    {
        Name = "sanity",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["sanity-webhook-signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:base64url}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://www.sanity.io/docs/content-lake/webhooks"),
    });
}
