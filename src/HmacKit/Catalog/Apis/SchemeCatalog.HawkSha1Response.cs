namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hawk with HMAC-SHA1, the answers. SHA-1 is legacy: take it only where the other side has nothing newer.</summary>
    public static SignatureScheme HawkSha1Response => field ??= HawkResponseWith("hawk-sha1-response", HawkSha1, "legacy-sha1", "hawk-response");
}
