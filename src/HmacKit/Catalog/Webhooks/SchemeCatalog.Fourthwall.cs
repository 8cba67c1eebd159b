namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fourthwall webhooks.</summary>
    public static SignatureScheme Fourthwall => field ??= SignatureScheme.Compile(new()
    {
        Name = "fourthwall",
        Message = "{body}",
        Headers =
        {
            ["X-Fourthwall-Hmac-SHA256"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://docs.fourthwall.com/webhooks/signature-verification/"),
    });
}
