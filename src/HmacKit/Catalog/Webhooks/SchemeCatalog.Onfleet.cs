namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Onfleet webhooks: SHA-512 under a secret in hex.</summary>
    public static SignatureScheme Onfleet => field ??= SignatureScheme.Compile(new()
    {
        Name = "onfleet",
        Message = "{body}",
        Headers = { ["X-Onfleet-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha512,
        SecretFormat = KeyFormat.Hex,
        Documentation = new("https://docs.onfleet.com/reference/secrets"),
    });
}
