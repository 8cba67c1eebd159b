namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The Ruby gem api_auth with <c>digest: "sha512"</c>, which it names in the header. The body's digest stays SHA-256.</summary>
    public static SignatureScheme ApiAuthSha512 => field ??= ApiAuthWith("api-auth-sha512", "APIAuth-HMAC-SHA512", HmacAlgorithm.Sha512, "api-auth");
}
