namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cloud CDN signed URLs: the whole URL up to the signature, with its end.</summary>
    public static SignatureScheme GcpCdnSignedUrl => field ??= SignatureScheme.Compile(new()
    {
        Name = "gcp-cdn-signed-url",
        Message = "{url:unsigned}",
        Query =
        {
            ["Expires"] = HeaderFormat.Text("{expires}"),
            ["KeyName"] = HeaderFormat.Text("{keyid}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64url-padded}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        SecretFormat = KeyFormat.Base64Url,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds),
        Documentation = new("https://cloud.google.com/cdn/docs/using-signed-urls"),
    });
}
