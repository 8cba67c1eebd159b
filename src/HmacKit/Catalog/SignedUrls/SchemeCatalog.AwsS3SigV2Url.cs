namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS S3, Signature Version 2 in the query: a link that ends at a time.</summary>
    /// <remarks>
    /// <para>Of the query only the sub-resources are signed, and the body only through a Content-MD5 that the client may leave out.</para>
    /// <para>A <c>bucket</c> that is in the host is signed before the path; without one, and where the host isn't the bucket's, the path has it.</para>
    /// </remarks>
    public static SignatureScheme AwsS3SigV2Url => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-s3-sigv2-url",
        OtherNames = ["aws-s3-sigv2"],
        Message = "{method}\n{header:Content-MD5}\n{header:Content-Type}\n{expires}\n{headers:x-amz-*}/{bucket}{path}[?{query:sorted}]",
        Query =
        {
            ["AWSAccessKeyId"] = HeaderFormat.Text("{keyid}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64}"),
            ["Expires"] = HeaderFormat.Text("{expires}"),
        },
        Values = { ["bucket"] = SchemeValue.Configured("") },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, KeepsBareNames = true, Only = AwsS3SigV2Code.SubResources },
        SignedHeaderSet = new() { EndsWithJoiner = true },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, TimeSpan.FromHours(1), TimeSpan.FromDays(3660)),
        AmbiguousBecause = "headers, resource and query follow each other without a delimiter of their own.",
        Code = new AwsS3SigV2Code(),
        Documentation = new("https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth"),
    });
}
