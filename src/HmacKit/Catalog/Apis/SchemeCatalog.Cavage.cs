namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTTP Signatures, draft-cavage-12, with HMAC-SHA256.</summary>
    /// <remarks>
    /// <para>RFC 9421 took its place; this is for those who still send it.</para>
    /// <para>The least is the request target and a time, <c>date</c> or <c>(created)</c>, and with a body its <c>digest</c>. Of the algorithm <c>hs2019</c> it takes the kind that it is.</para>
    /// </remarks>
    public static SignatureScheme Cavage => field ??= CavageWith("cavage-http-signature", HmacAlgorithm.Sha256, "hmac-sha256");

    private static SignatureScheme CavageWith(string name, HmacAlgorithm algorithm, string algorithmName, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "{headers:signed}",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Parameters($"Signature keyId=\"{{keyid}}\",algorithm=\"{algorithmName}\"[,created={{created}}],headers=\"{{signed-headers}}\",signature=\"{{signature:base64}}\""),
            ["Date"] = HeaderFormat.Text("{timestamp}"),
        },
        Values = { ["created"] = SchemeValue.Carried() },
        SignedHeaderSet = new()
        {
            Pair = ": ",
            InListedOrder = true,
            ListSeparator = ' ',
            AtLeast = ["(request-target)", "date"],
            WherePresent = ["digest"],
            Components =
            {
                ["(request-target)"] = "(request-target): {method:lower} {target}",
                ["(created)"] = "(created): {created}",
            },
        },
        Digests = { ["{header:Digest}"] = DigestRule.RequiredWithBody("SHA-256={body:sha256:base64}") },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(366)),
        AmbiguousBecause = "each request says which lines are signed, in which order.",
        Code = new ListedHeadersCode("Signature ", "keyId", ["Authorization"], [algorithmName, "hs2019"], needsDigest: true),
        Documentation = new("https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12"),
    });
}
