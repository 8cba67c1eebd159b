namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Vonage signed messages with SHA-512 HMAC: the parameters of the query, sorted by name.</summary>
    /// <remarks>As <c>vonage-signature</c>, but for the algorithm.</remarks>
    public static SignatureScheme VonageSignatureSha512 => field ??= VonageSignatureWith("vonage-signature-sha512", HmacAlgorithm.Sha512);
}
