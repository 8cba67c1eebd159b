namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud OSS, signature V4 in a header.</summary>
    /// <remarks>All <c>x-oss-</c> headers, Content-Type and Content-MD5 are signed without being listed. The body isn't signed.</remarks>
    public static SignatureScheme AlibabaOssV4 => field ??= SignatureScheme.Compile(new()
    {
        Name = "alibaba-oss-v4",
        Message = "OSS4-HMAC-SHA256\n{timestamp}\n{date}/{region}/oss/aliyun_v4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n/{bucket}{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{header:x-oss-content-sha256}" },
        Headers =
        {
            ["x-oss-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters(
                "OSS4-HMAC-SHA256 Credential={keyid}/{date}/{region}/oss/aliyun_v4_request[,AdditionalHeaders={signed-headers}],Signature={signature:hex}"),
        },
        Values = { ["bucket"] = SchemeValue.Configured(), ["region"] = SchemeValue.Configured() },
        Parameters = new() { KeepsBareNames = true },
        SignedHeaderSet = new() { Implied = ["content-md5", "content-type", "x-oss-*"], EndsWithJoiner = true },
        Digests = { ["{header:x-oss-content-sha256}"] = DigestRule.Required("UNSIGNED-PAYLOAD") },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("aliyun_v4").Hmac("{date}").Hmac("{region}").Hmac("oss").Hmac("aliyun_v4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "bucket and path follow each other, and the list of headers may be left out.",
        Documentation = new("https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4"),
    });
}
