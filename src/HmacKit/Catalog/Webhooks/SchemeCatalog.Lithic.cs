namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Lithic webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Lithic => field ??=
        StandardWebhooksOf("lithic", "https://docs.lithic.com/docs/events-api", KeyFormat.Base64.AfterOptional("whsec_"), type: "/event_type");
}
