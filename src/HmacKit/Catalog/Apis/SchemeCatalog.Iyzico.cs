namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Iyzico API, IYZWSv2.</summary>
    public static SignatureScheme Iyzico => field ??= SignatureScheme.Compile(new()
    {
        Name = "iyzico-v2",
        Message = "{nonce}{target}{body}",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Fields("apiKey:{keyid}&randomKey:{nonce}&signature:{signature:hex}", separator: '&').InBase64("IYZWSv2 "),
            ["x-iyzi-rnd"] = HeaderFormat.Text("{nonce}"),
        },
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://docs.iyzico.com/en/getting-started/preliminaries/authentication/hmacsha256-auth"),
    });
}
