namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4 for S3, in a header: the path as it is sent, and the body's digest in <c>x-amz-content-sha256</c>. Bodies in signed chunks aren't taken.</summary>
    public static SignatureScheme AwsS3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-s3",
        Message = "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/s3/aws4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{header:x-amz-content-sha256}" },
        Headers =
        {
            ["X-Amz-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("AWS4-HMAC-SHA256 Credential={keyid}/{date}/{region}/s3/aws4_request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["host", "x-amz-content-sha256", "x-amz-date"], WherePresent = ["content-md5", "content-type", "x-amz-*"], CollapsesBlanks = true, EndsWithJoiner = true },
        Digests = { ["{header:x-amz-content-sha256}"] = DigestRule.Required("{body:sha256:hex}") },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("s3").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Documentation = new("https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"),
    });
}
