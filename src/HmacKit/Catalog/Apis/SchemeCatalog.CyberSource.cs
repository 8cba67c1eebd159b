namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>CyberSource REST API, HTTP signature: host, date, request target, body digest and merchant id.</summary>
    /// <remarks>
    /// <para>The lines are those of draft-cavage, with <c>request-target</c> without its parentheses and the algorithm's name as CyberSource writes it.</para>
    /// <para>A request with <c>v-c-date</c> in place of <c>Date</c> isn't taken.</para>
    /// </remarks>
    public static SignatureScheme CyberSource => field ??= SignatureScheme.Compile(new()
    {
        Name = "cybersource",
        Message = "{headers:signed}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Signature"] = HeaderFormat.Parameters("keyid=\"{keyid}\", algorithm=\"HmacSHA256\", headers=\"{signed-headers}\", signature=\"{signature:base64}\""),
        },
        SignedHeaderSet = new()
        {
            Pair = ": ",
            InListedOrder = true,
            ListSeparator = ' ',
            AtLeast = ["host", "date", "request-target", "v-c-merchant-id"],
            WherePresent = ["digest"],
            Components = { ["request-target"] = "request-target: {method:lower} {target}" },
        },
        Digests = { ["{header:Digest}"] = DigestRule.RequiredWithBody("SHA-256={body:sha256:base64}") },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "each request says which lines are signed, in which order.",
        Documentation = new("https://developer.cybersource.com/docs/cybs/en-us/platform/developer/all/rest/rest-getting-started/restgs-http-message-intro.html"),
    });
}
