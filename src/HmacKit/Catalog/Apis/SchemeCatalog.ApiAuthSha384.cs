namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The Ruby gem api_auth with <c>digest: "sha384"</c>, which it names in the header. The body's digest stays SHA-256.</summary>
    public static SignatureScheme ApiAuthSha384 => field ??= ApiAuthWith("api-auth-sha384", "APIAuth-HMAC-SHA384", HmacAlgorithm.Sha384, "api-auth");
}
