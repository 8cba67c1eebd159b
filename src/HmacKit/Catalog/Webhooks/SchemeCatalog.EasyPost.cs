namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>EasyPost webhooks.</summary>
    /// <remarks>Import the secret in Unicode normalisation form KD if it has characters outside ASCII.</remarks>
    public static SignatureScheme EasyPost => field ??= SignatureScheme.Compile(new()
    {
        Name = "easypost",
        Message = "{body}",
        Headers =
        {
            ["X-Hmac-Signature"] = HeaderFormat.Text("hmac-sha256-hex={signature:hex}"),
        },
        Documentation = new("https://docs.easypost.com/guides/webhooks-guide"),
    });
}
