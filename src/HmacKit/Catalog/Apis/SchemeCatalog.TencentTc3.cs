namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Tencent Cloud API 3.0, TC3-HMAC-SHA256: a canonical request under a key for day and service.</summary>
    public static SignatureScheme TencentTc3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "tencent-tc3",
        Message = "TC3-HMAC-SHA256\n{timestamp}\n{date:dashed}/{service}/tc3_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path}\n{query}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Headers =
        {
            ["X-TC-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters(
                "TC3-HMAC-SHA256 Credential={keyid}/{date:dashed}/{service}/tc3_request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["service"] = SchemeValue.Carried() },
        SignedHeaderSet = new() { AtLeast = ["content-type", "host"], EndsWithJoiner = true, ValuesInLowerCase = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("TC3").Hmac("{date:dashed}").Hmac("{service}").Hmac("tc3_request"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://www.tencentcloud.com/document/product/845/32203"),
    });
}
