namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Unit webhooks: the body.</summary>
    /// <remarks>HMAC-SHA1 is here because the vendor sends nothing newer. One request may hold several events.</remarks>
    public static SignatureScheme Unit => field ??= SignatureScheme.Compile(new()
    {
        Name = "unit",
        Message = "{body}",
        Headers = { ["x-unit-signature"] = HeaderFormat.Text("{signature:base64}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://www.unit.co/docs/api/webhooks/"),
    });
}
