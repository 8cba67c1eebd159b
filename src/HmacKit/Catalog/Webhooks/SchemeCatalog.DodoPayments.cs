namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Dodo Payments webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme DodoPayments => field ??=
        StandardWebhooksOf("dodo-payments", "https://docs.dodopayments.com/developer-resources/webhooks", KeyFormat.Base64.AfterOptional("whsec_"));
}
