namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fourthwall webhooks, of a shop and of an app.</summary>
    /// <remarks>A webhook's own secret is the key of the first header, and the secret of a platform app that of the second; where both are there, one that is right is enough.</remarks>
    public static SignatureScheme Fourthwall => field ??= SignatureScheme.Compile(new()
    {
        Name = "fourthwall",
        Message = "{body}",
        Headers =
        {
            ["X-Fourthwall-Hmac-SHA256"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["X-Fourthwall-Hmac-Apps-SHA256"] = HeaderFormat.Text("{signature:base64}").Optional(),
        },
        Documentation = new("https://docs.fourthwall.com/webhooks/signature-verification/"),
    });
}
