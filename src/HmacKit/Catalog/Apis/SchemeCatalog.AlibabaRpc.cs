namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud RPC API.</summary>
    public static SignatureScheme AlibabaRpc => field ??= SignatureScheme.Compile(new()
    {
        Name = "alibaba-rpc-v1",
        Message = "{method}&%2F&{canonical:encoded}",
        Parts = { ["canonical"] = "{parameters:sorted}" },
        Query =
        {
            ["AccessKeyId"] = HeaderFormat.Text("{keyid}"),
            ["SignatureMethod"] = HeaderFormat.Text("HMAC-SHA1"),
            ["SignatureVersion"] = HeaderFormat.Text("1.0"),
            ["SignatureNonce"] = HeaderFormat.Text("{nonce}"),
            ["Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        KeyDerivation = KeyDerivation.FromSecret.WithSuffix("&"),
        Freshness = new(TimestampFormat.Rfc3339Seconds, TimeSpan.FromMinutes(15)),
        Replay = ReplayRule.ByNonce,
        Documentation = new("https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism"),
    });
}
