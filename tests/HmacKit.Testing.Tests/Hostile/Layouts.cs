namespace HmacKit.Testing.Tests.Hostile;

/// <summary>Schemes that use what the catalogue doesn't.</summary>
internal static class Layouts
{
    public static SignatureScheme Wide { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-wide",
        Message = "{method} {path}\n{query}\n{header:Host}\n{header:Content-Type}\n{timestamp}\n{nonce}\n{keyid}\n{body:sha512:base64}",
        Headers =
        {
            ["X-Key"] = HeaderFormat.Text("{keyid}"),
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("HMAC {nonce}:{signature:base64url}"),
        },
        Algorithm = HmacAlgorithm.Sha512,
        Freshness = new(TimestampFormat.HttpDate, maxAge: TimeSpan.FromMinutes(1), maxSkew: TimeSpan.FromSeconds(10)),
        Replay = ReplayRule.ByNonce,
    });

    public static SignatureScheme List { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-list",
        Message = "{id}|{timestamp}|{body}",
        Headers =
        {
            ["X-Id"] = HeaderFormat.Text("{id}"),
            ["X-Time"] = HeaderFormat.Text("{timestamp}"),
            ["X-Signatures"] = HeaderFormat.List("v1={signature:base64url}", separator: ';'),
        },
        Algorithm = HmacAlgorithm.Sha384,
        Freshness = new(TimestampFormat.Rfc3339, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.BySignature,
    });

    public static SignatureScheme Fields { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-fields",
        Message = "{keyid}|{timestamp}|{nonce}|{target}|{body}",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Fields("key={keyid}; ts={timestamp}; n={nonce}; sig={signature:base64}", separator: ';'),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, maxAge: TimeSpan.FromSeconds(30), maxSkew: TimeSpan.Zero),
        Replay = ReplayRule.ByNonce,
    });

    public static SignatureScheme Legacy { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-legacy",
        Message = "{body}",
        Headers = { ["X-Hub-Signature"] = HeaderFormat.Text("sha1={signature:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
    });

    public static IReadOnlyList<SignatureScheme> All { get; } = [Wide, List, Fields, Legacy];

    public static SignatureScheme Find(string name) => SchemeCatalog.Find(name) ?? All.Single(scheme => scheme.Name == name);
}
