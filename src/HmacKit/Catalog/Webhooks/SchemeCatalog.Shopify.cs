namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Shopify webhooks: the body.</summary>
    public static SignatureScheme Shopify => field ??= SignatureScheme.Compile(new()
    {
        Name = "shopify",
        OtherNames = ["shopify-webhook"],
        Message = "{body}",
        Headers =
        {
            ["X-Shopify-Hmac-Sha256"] = HeaderFormat.Text("{signature:base64}"),
        },
        EventIdentity = EventField.Header("X-Shopify-Webhook-Id"),
        EventType = EventField.Header("X-Shopify-Topic"),
        Documentation = new("https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook-to-ensure-its-coming-from-shopify"),
    });
}
