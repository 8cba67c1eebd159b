namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Formstack webhooks with an HMAC key.</summary>
    public static SignatureScheme Formstack => field ??= SignatureScheme.Compile(new()
    {
        Name = "formstack",
        Message = "{body}",
        Headers = { ["X-FS-Signature"] = HeaderFormat.Text("sha256={signature:hex}") },
        Documentation = new("https://developers.formstack.com/docs/webhook-setup"),
    });
}
