namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kong hmac-auth and APISIX with HMAC-SHA384.</summary>
    /// <remarks>The least is a date and the request line. A <c>Digest</c> must fit the body; without one a body isn't signed.</remarks>
    public static SignatureScheme KongHmacAuthSha384 => field ??= KongWith("kong-hmac-auth-sha384", HmacAlgorithm.Sha384, "hmac-sha384", "kong-hmac-auth");
}
