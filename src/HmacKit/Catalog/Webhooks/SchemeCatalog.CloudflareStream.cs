namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cloudflare Stream webhooks.</summary>
    public static SignatureScheme CloudflareStream => field ??= SignatureScheme.Compile(new()
    {
        Name = "cloudflare-stream",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Webhook-Signature"] = HeaderFormat.Fields("time={timestamp},sig1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/"),
    });
}
