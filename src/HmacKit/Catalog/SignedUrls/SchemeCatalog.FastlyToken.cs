namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fastly URL tokens: the path and an end.</summary>
    /// <remarks>This is the token of Fastly's own examples; a VCL service may read another one. The query isn't signed. The secret is base64.</remarks>
    public static SignatureScheme FastlyToken => field ??= SignatureScheme.Compile(new()
    {
        Name = "fastly-token",
        Message = "{path}{expires}",
        Query = { ["token"] = HeaderFormat.Text("{expires}_{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        SecretFormat = KeyFormat.Base64,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(366)),
        AmbiguousBecause = "the vendor joins path and end with nothing between them.",
        Documentation = new("https://github.com/fastly/token-functions"),
    });
}
