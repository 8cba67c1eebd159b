namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4 for S3, a presigned URL for an upload: the body isn't signed, so anybody who has the URL can send any bytes.</summary>
    public static SignatureScheme AwsS3PresignedUnsignedPayload => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-s3-presigned-unsigned-payload",
        Message = "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/s3/aws4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\nUNSIGNED-PAYLOAD" },
        Query =
        {
            ["X-Amz-Algorithm"] = HeaderFormat.Text("AWS4-HMAC-SHA256"),
            ["X-Amz-Credential"] = HeaderFormat.Text("{keyid}/{date}/{region}/s3/aws4_request"),
            ["X-Amz-Date"] = HeaderFormat.Text("{timestamp}"),
            ["X-Amz-Expires"] = HeaderFormat.Text("{expires}"),
            ["X-Amz-SignedHeaders"] = HeaderFormat.Text("{signed-headers}"),
            ["X-Amz-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["host"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("s3").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Expiry = ExpiryRule.AfterSigning(),
        Documentation = new("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"),
    });
}
