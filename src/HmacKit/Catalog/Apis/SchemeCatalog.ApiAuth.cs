namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The Ruby gem api_auth with its default digest, SHA-1.</summary>
    public static SignatureScheme ApiAuth => field ??= ApiAuthWith("api-auth", "APIAuth", HmacAlgorithm.Sha1ForLegacyUseOnly);

    private static SignatureScheme ApiAuthWith(string name, string authScheme, HmacAlgorithm algorithm, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "{method},{header:Content-Type},{header:X-Authorization-Content-SHA256},{target},{timestamp}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text($"{authScheme} {{keyid}}:{{signature:base64}}"),
        },
        Digests = { ["{header:X-Authorization-Content-SHA256}"] = DigestRule.RequiredWithBody("{body:sha256:base64}") },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "content type and target may hold the comma that stands between the parts.",
        Documentation = new("https://github.com/mgomes/api_auth"),
    });
}
