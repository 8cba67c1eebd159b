namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Intuit QuickBooks webhooks.</summary>
    /// <remarks>The key is the verifier token of the app.</remarks>
    public static SignatureScheme Intuit => field ??= SignatureScheme.Compile(new()
    {
        Name = "intuit",
        Message = "{body}",
        Headers =
        {
            ["intuit-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks"),
    });
}
