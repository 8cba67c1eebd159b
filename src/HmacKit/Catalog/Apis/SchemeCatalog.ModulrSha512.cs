namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Modulr Finance API: the date and a nonce, HMAC-SHA512.</summary>
    /// <remarks>As <c>modulr</c>, with the algorithm <c>hmac-sha512</c>: nothing of the request but its date and its nonce is signed.</remarks>
    public static SignatureScheme ModulrSha512 => field ??= ModulrWith("modulr-sha512", HmacAlgorithm.Sha512, "hmac-sha512", "modulr");
}
