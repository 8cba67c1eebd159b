namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hawk, the answers: the request's head, and the hash of the answer's body.</summary>
    /// <remarks>
    /// <para>Status and headers of the answer aren't signed, except the media type with the body. Give signer and verifier an <see cref="AnswerSource"/>.</para>
    /// <para>A body must come with its payload hash, which a signer adds; npm's <c>hawk</c> adds it where it is told the payload, and checks it where it is asked to.</para>
    /// </remarks>
    public static SignatureScheme HawkResponse => field ??= HawkResponseWith("hawk-response", Hawk, "sha256");

    private static SignatureScheme HawkResponseWith(string name, SignatureScheme requests, string hash, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "hawk.1.response\n{timestamp}\n{nonce}\n{method}\n{target}\n{host:lower}\n{port}\n{hash}\n{ext}\n[{app}\n{dlg}\n]",
        Parts = { ["payload"] = "hawk.1.payload\n{header:Content-Type:media-type}\n{body}\n" },
        Headers = { ["Server-Authorization"] = HeaderFormat.Parameters("Hawk mac=\"{signature:base64}\"[, hash=\"{hash}\"][, ext=\"{ext}\"]") },
        AnswersTo = requests,
        Algorithm = requests.Algorithm,
        Values = { ["hash"] = SchemeValue.Carried(), ["ext"] = SchemeValue.Carried(), ["app"] = SchemeValue.Carried(), ["dlg"] = SchemeValue.Carried() },
        Digests = { ["{hash}"] = DigestRule.RequiredWithBody($"{{payload:{hash}:base64}}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(60)),
        AmbiguousBecause = "The lines of the application are left out where there is none.",
        Code = new HawkCode(),
        Documentation = new("https://github.com/mozilla/hawk/blob/main/API.md"),
    });
}
