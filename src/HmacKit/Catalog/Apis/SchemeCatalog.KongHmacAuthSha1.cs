namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kong hmac-auth and APISIX with HMAC-SHA1.</summary>
    /// <remarks>The least is a date and the request line. A <c>Digest</c> must fit the body; without one a body isn't signed.</remarks>
    public static SignatureScheme KongHmacAuthSha1 => field ??= KongWith("kong-hmac-auth-sha1", HmacAlgorithm.Sha1ForLegacyUseOnly, "hmac-sha1", "kong-hmac-auth");
}
