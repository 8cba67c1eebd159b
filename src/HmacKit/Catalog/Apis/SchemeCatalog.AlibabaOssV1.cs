namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud OSS, signature V1 in a header.</summary>
    /// <remarks>
    /// <para>The time is that of <c>x-oss-date</c> where the request has it, else that of <c>Date</c>. The name of the object is signed decoded.</para>
    /// <para>The body is signed only through a Content-MD5 that the client may leave out. Of the query only the sub-resources are signed.</para>
    /// </remarks>
    public static SignatureScheme AlibabaOssV1 => field ??= SignatureScheme.Compile(new()
    {
        Name = "alibaba-oss-v1",
        Message = "{method}\n{header:Content-MD5}\n{header:Content-Type}\n{timestamp}\n{headers:x-oss-*}/{bucket}{path:decoded}[?{query:sorted}]",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("OSS {keyid}:{signature:base64}"),
        },
        Values = { ["bucket"] = SchemeValue.Configured() },
        Parameters = new()
        {
            Encoding = ParameterEncoding.Decoded,
            KeepsBareNames = true,
            Only =
            [
                "acl", "append", "callback", "callback-var", "cname", "comp", "cors", "delete", "encryption", "lifecycle", "live", "location", "logging", "objectMeta",
                "partNumber", "policy", "position", "qos", "referer", "replication", "replicationLocation", "replicationProgress", "requestPayment",
                "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language", "response-content-type",
                "response-expires", "restore", "security-token", "stat", "status", "style", "symlink", "tagging", "uploadId", "uploads", "vod", "website", "worm", "wormId",
                "x-oss-process", "x-oss-traffic-limit",
            ],
        },
        SignedHeaderSet = new() { EndsWithJoiner = true },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "headers, resource and query follow each other without a delimiter of their own.",
        Code = new OwnDateCode("x-oss-date", "OSS "),
        Documentation = new("https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header"),
    });
}
