namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>TikTok webhooks.</summary>
    public static SignatureScheme TikTok => field ??= SignatureScheme.Compile(new()
    {
        Name = "tiktok",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["TikTok-Signature"] = HeaderFormat.Fields("t={timestamp},s={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://developers.tiktok.com/doc/webhooks-verification"),
    });
}
