namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Typeform webhooks.</summary>
    /// <remarks>Behind <c>sha256=</c> stands base64, not hex.</remarks>
    public static SignatureScheme Typeform => field ??= SignatureScheme.Compile(new()
    {
        Name = "typeform",
        Message = "{body}",
        Headers =
        {
            ["Typeform-Signature"] = HeaderFormat.Text("sha256={signature:base64}"),
        },
        Documentation = new("https://www.typeform.com/developers/webhooks/secure-your-webhooks/"),
    });
}
