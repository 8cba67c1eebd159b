namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mollie webhooks.</summary>
    public static SignatureScheme Mollie => field ??= SignatureScheme.Compile(new()
    {
        Name = "mollie",
        Message = "{body}",
        Headers =
        {
            ["X-Mollie-Signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://docs.mollie.com/reference/webhooks-new"),
    });
}
