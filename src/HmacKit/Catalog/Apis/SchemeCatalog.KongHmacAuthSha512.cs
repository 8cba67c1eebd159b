namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kong hmac-auth and APISIX with HMAC-SHA512.</summary>
    /// <remarks>The least is a date and the request line. A <c>Digest</c> must fit the body; without one a body isn't signed.</remarks>
    public static SignatureScheme KongHmacAuthSha512 => field ??= KongWith("kong-hmac-auth-sha512", HmacAlgorithm.Sha512, "hmac-sha512", "kong-hmac-auth");
}
