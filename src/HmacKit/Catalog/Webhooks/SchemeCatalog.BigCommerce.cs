namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>BigCommerce webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>; the key is the app's client secret, as text.</remarks>
    public static SignatureScheme BigCommerce => field ??=
        StandardWebhooksOf("bigcommerce", "https://developer.bigcommerce.com/docs/integrations/webhooks", KeyFormat.Text, type: "/scope");
}
