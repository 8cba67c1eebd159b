namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Adyen platform and management webhooks.</summary>
    /// <remarks>Payment notifications are signed item by item: that is <c>adyen-notification</c>.</remarks>
    public static SignatureScheme AdyenPlatform => field ??= SignatureScheme.Compile(new()
    {
        Name = "adyen-platform-webhook",
        Message = "{body}",
        Headers =
        {
            ["HmacSignature"] = HeaderFormat.Text("{signature:base64}"),
        },
        SecretFormat = KeyFormat.Hex,
        Documentation = new("https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures/"),
    });
}
