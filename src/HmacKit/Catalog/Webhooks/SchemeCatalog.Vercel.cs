namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Vercel webhooks and log drains.</summary>
    /// <remarks>The signature is HMAC-SHA1; a SHA-256 verifier refuses every request.</remarks>
    public static SignatureScheme Vercel => field ??= SignatureScheme.Compile(new()
    {
        Name = "vercel",
        OtherNames = ["vercel-log-drain"],
        Message = "{body}",
        Headers =
        {
            ["x-vercel-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://vercel.com/docs/webhooks/webhooks-api"),
    });
}
