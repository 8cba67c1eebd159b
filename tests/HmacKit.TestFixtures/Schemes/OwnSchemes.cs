namespace HmacKit.TestFixtures;

/// <summary>Schemes that use the parts and formats which no scheme of the catalogue uses.</summary>
public static class OwnSchemes
{
    /// <summary>Everything that a request has, under SHA-512, with an HTTP date.</summary>
    public static SignatureScheme Wide { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-wide",
        Message = "{method} {path}\n{query}\n{header:Host}\n{timestamp}\n{nonce}\n{keyid}\n{body:sha512:base64}",
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

    /// <summary>A list of base64url signatures and a time as text, where the signature itself must not come twice.</summary>
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

    /// <summary>All that is carried in one header.</summary>
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

    /// <summary>A vendor that offers nothing newer than SHA-1.</summary>
    public static SignatureScheme Legacy { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-legacy",
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature"] = HeaderFormat.Text("sha1={signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
    });

    public static IReadOnlyList<SignatureScheme> All { get; } = [Wide, List, Fields, Legacy];
}
