namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hawk with HMAC-SHA1, in a header. SHA-1 is legacy: take it only where the other side has nothing newer.</summary>
    public static SignatureScheme HawkSha1 => field ??= HawkWith("hawk-sha1", HmacAlgorithm.Sha1ForLegacyUseOnly, "legacy-sha1", "hawk");
}
