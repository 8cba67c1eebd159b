namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Liveblocks webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Liveblocks => field ??=
        StandardWebhooksOf("liveblocks", "https://liveblocks.io/docs/platform/webhooks", KeyFormat.Base64.After("whsec_"));
}
