namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Volcengine API, HMAC-SHA256: the shape of AWS Signature Version 4, with a key that has no prefix.</summary>
    public static SignatureScheme Volcengine => field ??= SignatureScheme.Compile(new()
    {
        Name = "volcengine",
        Message = "HMAC-SHA256\n{timestamp}\n{date}/{region}/{service}/request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Headers =
        {
            ["X-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("HMAC-SHA256 Credential={keyid}/{date}/{region}/{service}/request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured(), ["service"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["x-date"], WherePresent = ["host", "x-content-sha256", "x-security-token"], CollapsesBlanks = true, EndsWithJoiner = true },
        Digests = { ["{header:x-content-sha256}"] = DigestRule.IfCarried("{body:sha256:hex}") },
        KeyDerivation = KeyDerivation.FromSecret.Hmac("{date}").Hmac("{region}").Hmac("{service}").Hmac("request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Documentation = new("https://www.volcengine.com/docs/6369/67269"),
    });
}
