namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hawk, in a header. A body must come with its payload hash, which a signer adds by itself.</summary>
    public static SignatureScheme Hawk => field ??= HawkWith("hawk", HmacAlgorithm.Sha256, "sha256");

    private static SignatureScheme HawkWith(string name, HmacAlgorithm algorithm, string hash, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "hawk.1.header\n{timestamp}\n{nonce}\n{method}\n{target}\n{host:lower}\n{port}\n{hash}\n{ext}\n[{app}\n{dlg}\n]",
        Parts = { ["payload"] = "hawk.1.payload\n{header:Content-Type:media-type}\n{body}\n" },
        Headers = { ["Authorization"] = HeaderFormat.Parameters("Hawk id=\"{keyid}\", ts=\"{timestamp}\", nonce=\"{nonce}\"[, hash=\"{hash}\"][, ext=\"{ext}\"], mac=\"{signature:base64}\"[, app=\"{app}\"][, dlg=\"{dlg}\"]") },
        Values = { ["hash"] = SchemeValue.Carried(), ["ext"] = SchemeValue.Carried(), ["app"] = SchemeValue.Carried(), ["dlg"] = SchemeValue.Carried() },
        Digests = { ["{hash}"] = DigestRule.RequiredWithBody($"{{payload:{hash}:base64}}") },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(60)),
        Replay = ReplayRule.ByNonce,
        ClockHint = SignatureScheme.Compile(new()
        {
            Name = name + "-clock",
            Message = "hawk.1.ts\n{timestamp}\n",
            Headers = { ["WWW-Authenticate"] = HeaderFormat.Parameters("Hawk ts=\"{timestamp}\", tsm=\"{signature:base64}\"[, error=\"{error}\"]") },
            Values = { ["error"] = SchemeValue.Carried("Stale timestamp") },
            Algorithm = algorithm,
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromDays(1)),
        }),
        AmbiguousBecause = "The lines of the application are left out where there is none.",
        Code = new HawkCode(),
        Documentation = new("https://github.com/mozilla/hawk/blob/main/API.md"),
    });
}
