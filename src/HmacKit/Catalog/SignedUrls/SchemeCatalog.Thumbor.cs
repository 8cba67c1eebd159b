namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Image URLs of thumbor.</summary>
    /// <remarks>The signature is the first segment of the path.</remarks>
    public static SignatureScheme Thumbor => field ??= SignatureScheme.Compile(new()
    {
        Name = "thumbor",
        Message = "{path:unsigned:relative}",
        PathSegment = { [1] = HeaderFormat.Text("{signature:base64url-padded}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://thumbor.readthedocs.io/en/latest/security.html"),
    });
}
