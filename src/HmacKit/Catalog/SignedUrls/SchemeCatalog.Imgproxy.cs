namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Imgproxy URLs: a salt and the path behind the signature, which is its first segment.</summary>
    /// <remarks>The salt is set in hex, as imgproxy has it. A query is not signed.</remarks>
    public static SignatureScheme Imgproxy => field ??= SignatureScheme.Compile(new()
    {
        Name = "imgproxy",
        Message = "{salt:unhex}{path:unsigned}",
        PathSegment = { [1] = HeaderFormat.Text("{signature:base64url}") },
        Values = { ["salt"] = SchemeValue.Secret() },
        SecretFormat = KeyFormat.Hex,
        AmbiguousBecause = "the salt is a text of the configuration, always the same, before the path.",
        Documentation = new("https://docs.imgproxy.net/usage/signing_url"),
    });
}
