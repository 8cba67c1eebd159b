namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Commerce Layer webhooks.</summary>
    public static SignatureScheme CommerceLayer => field ??= SignatureScheme.Compile(new()
    {
        Name = "commerce-layer",
        Message = "{body}",
        Headers =
        {
            ["X-CommerceLayer-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://docs.commercelayer.io/core/callbacks-security"),
    });
}
