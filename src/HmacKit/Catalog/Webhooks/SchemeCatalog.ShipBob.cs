namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ShipBob webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>. What happened is in the header <c>x-webhook-topic</c>, which isn't signed.</remarks>
    public static SignatureScheme ShipBob => field ??=
        StandardWebhooksOf("shipbob", "https://developer.shipbob.com/webhooks", KeyFormat.Base64.After("whsec_"), type: null);
}
