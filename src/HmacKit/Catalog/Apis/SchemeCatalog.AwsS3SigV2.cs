namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS S3, Signature Version 2 in a header: what came before Version 4, and what some stores that speak S3 still take.</summary>
    /// <remarks>
    /// <para>The time is that of <c>x-amz-date</c> where the request has it, else that of <c>Date</c>. The body is signed only through a Content-MD5 that the
    /// client may leave out. Of the query only the sub-resources are signed.</para>
    /// <para>A <c>bucket</c> that is in the host is signed before the path; without one, and where the host isn't the bucket's, the path has it.</para>
    /// </remarks>
    public static SignatureScheme AwsS3SigV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-s3-sigv2",
        Message = "{method}\n{header:Content-MD5}\n{header:Content-Type}\n{timestamp}\n{headers:x-amz-*}/{bucket}{path}[?{query:sorted}]",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("AWS {keyid}:{signature:base64}"),
        },
        Values = { ["bucket"] = SchemeValue.Configured("") },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, KeepsBareNames = true, Only = AwsS3SigV2Code.SubResources },
        SignedHeaderSet = new() { EndsWithJoiner = true },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Freshness = new(TimestampFormat.Rfc5322, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "headers, resource and query follow each other without a delimiter of their own.",
        Code = new AwsS3SigV2Code(),
        Documentation = new("https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html"),
    });
}
