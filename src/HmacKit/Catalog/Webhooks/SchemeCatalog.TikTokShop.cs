namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>TikTok Shop webhooks: the app key and the body.</summary>
    /// <remarks>The key is the app secret.</remarks>
    public static SignatureScheme TikTokShop => field ??= SignatureScheme.Compile(new()
    {
        Name = "tiktok-shop",
        Message = "{appKey}{body}",
        Headers = { ["Authorization"] = HeaderFormat.Text("{signature:hex}") },
        Values = { ["appKey"] = SchemeValue.Configured() },
        AmbiguousBecause = "the app key is a text of the configuration, always the same, before the body.",
        EventIdentity = EventField.Json("/tts_notification_id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview"),
    });
}
