namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 4, in a header or, in a request whose query has <c>X-Amz-Algorithm</c>, in the query. With <c>service</c> set to <c>s3</c> it follows S3's rules.</summary>
    /// <remarks>
    /// <para>Paths are normalised before they are signed: <c>//a/./b</c> and <c>/a/b</c> verify alike, while a server may route them apart. Where
    /// they lead to different things, set <c>normalizePath</c> to <c>false</c> on both sides.</para>
    /// <para>A session token is a header of the request, <c>X-Amz-Security-Token</c>; a signer signs it, and nobody here looks into it.</para>
    /// <para>Bodies in signed chunks aren't taken, and a body that isn't signed only under a scheme whose name says so.</para>
    /// </remarks>
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
        Values = { ["region"] = SchemeValue.Configured(), ["service"] = SchemeValue.Configured(), ["normalizePath"] = SchemeValue.Configured("true") },
        SignedHeaderSet = new() { AtLeast = ["host", "x-amz-date"], WherePresent = ["content-type", "x-amz-*"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}").Hmac("{service}").Hmac("aws4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Expiry = ExpiryRule.AfterSigning(),
        Code = new AwsSigV4Code(),
        Documentation = new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"),
    });
}
