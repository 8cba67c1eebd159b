namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bitfinex v2 API.</summary>
    public static SignatureScheme BitfinexV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "bitfinex-v2",
        Message = "/api{target}{nonce}{body}",
        Headers =
        {
            ["bfx-apikey"] = HeaderFormat.Text("{keyid}"),
            ["bfx-nonce"] = HeaderFormat.Text("{nonce}"),
            ["bfx-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha384,
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://docs.bitfinex.com/docs/rest-auth"),
    });
}
