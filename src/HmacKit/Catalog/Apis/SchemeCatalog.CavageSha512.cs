namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTTP Signatures, draft-cavage-12, with HMAC-SHA512.</summary>
    /// <remarks>The least is the request target and a time, <c>date</c> or <c>(created)</c>, and with a body its <c>digest</c>.</remarks>
    public static SignatureScheme CavageSha512 => field ??= CavageWith("cavage-http-signature-sha512", HmacAlgorithm.Sha512, "hmac-sha512", "cavage-http-signature");
}
