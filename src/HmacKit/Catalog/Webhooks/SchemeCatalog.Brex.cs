namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Brex webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Brex => field ??=
        StandardWebhooksOf("brex", "https://developer.brex.com/docs/webhooks/", KeyFormat.Base64.After("whsec_"), type: "/event_type");
}
