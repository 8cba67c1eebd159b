namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Whop webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Whop => field ??=
        StandardWebhooksOf("whop", "https://docs.whop.com/developer/guides/webhooks", KeyFormat.Base64.AfterOptional("whsec_"));
}
