namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud RPC API, a POST with its parameters in a form.</summary>
    public static SignatureScheme AlibabaRpcForm => field ??= SignatureScheme.Compile(new()
    {
        Name = "alibaba-rpc-v1-form",
        OtherNames = ["alibaba-rpc-v1"],
        Message = "{method}&%2F&{canonical:encoded}",
        Parts = { ["canonical"] = "{parameters:sorted}" },
        Form =
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
