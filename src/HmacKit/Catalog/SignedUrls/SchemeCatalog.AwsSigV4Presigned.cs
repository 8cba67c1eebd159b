namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4, in the query: a presigned URL.</summary>
    /// <remarks>Paths are normalised before they are signed: <c>//a/./b</c> and <c>/a/b</c> verify alike, while a server may route them apart.</remarks>
    public static SignatureScheme AwsSigV4Presigned => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-sigv4-presigned",
        Message = "AWS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/{service}/aws4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:normalized:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Query =
        {
            ["X-Amz-Algorithm"] = HeaderFormat.Text("AWS4-HMAC-SHA256"),
            ["X-Amz-Credential"] = HeaderFormat.Text("{keyid}/{date}/{region}/{service}/aws4_request"),
            ["X-Amz-Date"] = HeaderFormat.Text("{timestamp}"),
            ["X-Amz-Expires"] = HeaderFormat.Text("{expires}"),
            ["X-Amz-SignedHeaders"] = HeaderFormat.Text("{signed-headers}"),
            ["X-Amz-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured(), ["service"] = SchemeValue.Configured() },
        SignedHeaderSet = new() { AtLeast = ["host"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("{service}").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Expiry = ExpiryRule.AfterSigning(),
        Documentation = new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"),
    });
}
