namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Enode webhooks.</summary>
    public static SignatureScheme Enode => field ??= SignatureScheme.Compile(new()
    {
        Name = "enode",
        Message = "{body}",
        Headers =
        {
            ["X-Enode-Signature"] = HeaderFormat.Text("sha1={signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://developers.enode.com/docs/webhooks"),
    });
}
