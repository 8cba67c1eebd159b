namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Castle webhooks.</summary>
    public static SignatureScheme Castle => field ??= SignatureScheme.Compile(new()
    {
        Name = "castle",
        Message = "{body}",
        Headers =
        {
            ["X-Castle-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://docs.castle.io/docs/webhooks"),
    });
}
