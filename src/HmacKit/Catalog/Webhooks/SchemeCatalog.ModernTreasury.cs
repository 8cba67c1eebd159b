namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Modern Treasury webhooks.</summary>
    public static SignatureScheme ModernTreasury => field ??= SignatureScheme.Compile(new()
    {
        Name = "modern-treasury",
        Message = "{body}",
        Headers =
        {
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.moderntreasury.com/platform/reference/webhooks"),
    });
}
