namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Datto Autotask PSA webhooks.</summary>
    /// <remarks>The signature is HMAC-SHA1 in base64, where most that have a <c>sha1=</c> before it are in hex.</remarks>
    public static SignatureScheme Autotask => field ??= SignatureScheme.Compile(new()
    {
        Name = "autotask",
        Message = "{body}",
        Headers = { ["X-Hook-Signature"] = HeaderFormat.Text("sha1={signature:base64}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://ww1.autotask.net/help/DeveloperHelp/Content/APIs/Webhooks/SecretKeyPayloadVerification.htm"),
    });
}
