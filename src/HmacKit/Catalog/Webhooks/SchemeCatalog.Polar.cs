namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Polar webhooks: Standard Webhooks whose secret is text.</summary>
    /// <remarks>The wire format is <c>standard-webhooks</c>; the secret's characters are the key, where that one decodes base64.</remarks>
    public static SignatureScheme Polar => field ??=
        StandardWebhooksOf("polar", "https://docs.polar.sh/integrate/webhooks/delivery", KeyFormat.Text);
}
