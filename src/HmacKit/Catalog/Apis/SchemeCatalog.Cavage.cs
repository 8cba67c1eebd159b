namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTTP Signatures, draft-cavage-12, with HMAC.</summary>
    /// <remarks>RFC 9421 took its place; this is for those who still send it.</remarks>
    public static SignatureScheme Cavage => field ??= SignatureScheme.Compile(new()
    {
        Name = "cavage-http-signature",
        Message = "{headers:signed}",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Parameters("Signature keyId=\"{keyid}\",algorithm=\"hmac-sha256\",headers=\"{signed-headers}\",signature=\"{signature:base64}\""),
            ["Date"] = HeaderFormat.Text("{timestamp}"),
        },
        SignedHeaderSet = new()
        {
            Pair = ": ",
            InListedOrder = true,
            ListSeparator = ' ',
            AtLeast = ["(request-target)", "date", "digest"],
            Components = { ["(request-target)"] = "(request-target): {method:lower} {target}" },
        },
        Digests = { ["{header:Digest}"] = DigestRule.Required("SHA-256={body:sha256:base64}") },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        Documentation = new("https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12"),
    });
}
