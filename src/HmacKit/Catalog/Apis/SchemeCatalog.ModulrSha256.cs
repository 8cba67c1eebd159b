namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Modulr Finance API: the date and a nonce, HMAC-SHA256.</summary>
    /// <remarks>As <c>modulr</c>, with the algorithm <c>hmac-sha256</c>: nothing of the request but its date and its nonce is signed.</remarks>
    public static SignatureScheme ModulrSha256 => field ??= ModulrWith("modulr-sha256", HmacAlgorithm.Sha256, "hmac-sha256", "modulr");
}
