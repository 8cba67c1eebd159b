namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>SHOPLINE webhooks: the body, under the app secret.</summary>
    /// <remarks>A message that is sent again has the same <c>X-Shopline-Webhook-Id</c>, which isn't signed.</remarks>
    public static SignatureScheme Shopline => field ??= SignatureScheme.Compile(new()
    {
        Name = "shopline",
        Message = "{body}",
        Headers = { ["X-Shopline-Hmac-Sha256"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.Header("X-Shopline-Webhook-Id"),
        EventType = EventField.Header("X-Shopline-Topic"),
        Documentation = new("https://developer.shopline.com/docsv2/ec20/3cv5d7wpfgr6a8z5/wf8em731s7f8c3ut"),
    });
}
