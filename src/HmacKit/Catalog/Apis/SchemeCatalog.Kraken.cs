namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kraken REST API.</summary>
    public static SignatureScheme Kraken => field ??= SignatureScheme.Compile(new()
    {
        Name = "kraken",
        Message = "{path}{canonical:sha256:raw}",
        Parts = { ["canonical"] = "{nonce}{body}" },
        Headers =
        {
            ["API-Key"] = HeaderFormat.Text("{keyid}"),
            ["API-Sign"] = HeaderFormat.Text("{signature:base64}"),
        },
        Form = { ["nonce"] = HeaderFormat.Text("{nonce}") },
        Algorithm = HmacAlgorithm.Sha512,
        SecretFormat = KeyFormat.Base64,
        AmbiguousBecause = "The vendor joins the path and a digest with nothing between them.",
        Documentation = new("https://docs.kraken.com/api/docs/guides/spot-rest-auth/"),
    });
}
