namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Solidgate webhooks and requests.</summary>
    public static SignatureScheme SolidGate => field ??= SignatureScheme.Compile(new()
    {
        Name = "solidgate",
        Message = "{keyid}{body}{keyid}",
        Headers =
        {
            ["merchant"] = HeaderFormat.Text("{keyid}"),
            ["signature"] = HeaderFormat.Text("{signature:hex}").InBase64(),
        },
        Algorithm = HmacAlgorithm.Sha512,
        AmbiguousBecause = "The vendor joins the key and the body with nothing between them.",
        Documentation = new("https://docs.solidgate.com/payments/integrate/access-to-api/"),
    });
}
