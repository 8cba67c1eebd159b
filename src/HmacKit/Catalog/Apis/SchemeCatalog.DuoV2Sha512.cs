namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Duo Admin and Auth API with HMAC-SHA512, which its clients offer for the same message.</summary>
    public static SignatureScheme DuoV2Sha512 => field ??= DuoWith("duo-v2-sha512", HmacAlgorithm.Sha512, "duo-v2");
}
