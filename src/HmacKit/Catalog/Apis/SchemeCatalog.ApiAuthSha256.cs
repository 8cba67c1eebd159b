namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The Ruby gem api_auth with <c>digest: "sha256"</c>, which it names in the header.</summary>
    public static SignatureScheme ApiAuthSha256 => field ??= ApiAuthWith("api-auth-sha256", "APIAuth-HMAC-SHA256", HmacAlgorithm.Sha256, "api-auth");
}
