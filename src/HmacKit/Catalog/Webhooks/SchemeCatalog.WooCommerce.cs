namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>WooCommerce webhooks.</summary>
    public static SignatureScheme WooCommerce => field ??= SignatureScheme.Compile(new()
    {
        Name = "woocommerce",
        Message = "{body}",
        Headers =
        {
            ["X-WC-Webhook-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://woocommerce.com/document/webhooks/"),
    });
}
