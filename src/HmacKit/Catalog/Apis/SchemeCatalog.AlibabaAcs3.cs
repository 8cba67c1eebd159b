namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud API, ACS3: a canonical request with the headers that the request lists.</summary>
    public static SignatureScheme AlibabaAcs3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "alibaba-acs3",
        Message = "ACS3-HMAC-SHA256\n{canonical:sha256:hex}",
        Parts =
        {
            ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{header:x-acs-content-sha256}",
        },
        Headers =
        {
            ["x-acs-date"] = HeaderFormat.Text("{timestamp}"),
            ["x-acs-signature-nonce"] = HeaderFormat.Text("{nonce}"),
            ["Authorization"] = HeaderFormat.Parameters("ACS3-HMAC-SHA256 Credential={keyid},SignedHeaders={signed-headers},Signature={signature:hex}"),
        },
        SignedHeaderSet = new()
        {
            AtLeast = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"],
            EndsWithJoiner = true,
        },
        Digests = { ["{header:x-acs-content-sha256}"] = DigestRule.Required("{body:sha256:hex}") },
        Freshness = new(TimestampFormat.Rfc3339Seconds, TimeSpan.FromMinutes(15)),
        Replay = ReplayRule.ByNonce,
        Documentation = new("https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature"),
    });
}
