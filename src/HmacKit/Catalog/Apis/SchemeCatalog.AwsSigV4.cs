namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4, in a header.</summary>
    public static SignatureScheme AwsSigV4 => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-sigv4",
        Message = "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/{service}/aws4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:normalized:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Headers =
        {
            ["X-Amz-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("AWS4-HMAC-SHA256 Credential={keyid}/{date}/{region}/{service}/aws4_request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured(), ["service"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["host", "x-amz-date"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("{service}").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Documentation = new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"),
    });
}
