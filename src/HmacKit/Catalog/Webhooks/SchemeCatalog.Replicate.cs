namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Replicate webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Replicate => field ??=
        StandardWebhooksOf("replicate", "https://replicate.com/docs/topics/webhooks/verify-webhook", KeyFormat.Base64.After("whsec_"), type: null);
}
