namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4 for S3, in a header, over a body that isn't signed (<c>UNSIGNED-PAYLOAD</c>): anybody between the two can change it.</summary>
    public static SignatureScheme AwsS3UnsignedPayload => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-s3-unsigned-payload",
        Message = "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/s3/aws4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\nUNSIGNED-PAYLOAD" },
        Headers =
        {
            ["X-Amz-Date"] = HeaderFormat.Text("{timestamp}"),
            ["x-amz-content-sha256"] = HeaderFormat.Text("UNSIGNED-PAYLOAD"),
            ["Authorization"] = HeaderFormat.Parameters("AWS4-HMAC-SHA256 Credential={keyid}/{date}/{region}/s3/aws4_request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["host", "x-amz-content-sha256", "x-amz-date"], WherePresent = ["content-md5", "content-type", "x-amz-*"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("s3").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Documentation = new("https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"),
    });
}
