namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kong hmac-auth and APISIX with HMAC-SHA256: the headers and the request line that the request lists.</summary>
    /// <remarks>
    /// <para>The least is a date, <c>date</c> or <c>x-date</c>, and the request line or <c>@request-target</c>. A <c>Digest</c> must fit the body; without one a body isn't signed.</para>
    /// <para><c>Proxy-Authorization</c> is read in place of <c>Authorization</c> where it is there.</para>
    /// </remarks>
    public static SignatureScheme KongHmacAuth => field ??= KongWith("kong-hmac-auth", HmacAlgorithm.Sha256, "hmac-sha256");

    private static SignatureScheme KongWith(string name, HmacAlgorithm algorithm, string algorithmName, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "{headers:signed}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters(
                $"hmac username=\"{{keyid}}\", algorithm=\"{algorithmName}\", headers=\"{{signed-headers}}\", signature=\"{{signature:base64}}\""),
        },
        Values = { ["created"] = SchemeValue.Carried("") },
        SignedHeaderSet = new()
        {
            AtLeast = ["date", "request-line"],
            WherePresent = ["digest"],
            InListedOrder = true,
            ListSeparator = ' ',
            Pair = ": ",
            Components =
            {
                ["request-line"] = "{method} {target} HTTP/1.1",
                ["@request-target"] = "@request-target: {method:lower} {target}",
            },
        },
        Digests = { ["{header:Digest}"] = DigestRule.IfCarried("SHA-256={body:sha256:base64}") },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "each request says which lines are signed, in which order.",
        Code = new ListedHeadersCode("hmac ", "username", ["Proxy-Authorization", "Authorization"], [algorithmName], needsDigest: false),
        Documentation = new("https://developer.konghq.com/plugins/hmac-auth/"),
    });
}
