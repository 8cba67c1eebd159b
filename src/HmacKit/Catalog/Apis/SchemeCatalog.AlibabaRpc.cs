namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud RPC API.</summary>
    public static SignatureScheme AlibabaRpc => field ??= AlibabaRpcWith("alibaba-rpc-v1", static definition => definition.Query);

    private static SignatureScheme AlibabaRpcWith(string name, Func<SchemeDefinition, IDictionary<string, HeaderFormat>> placeOf, params string[] otherNames)
    {
        SchemeDefinition definition = new()
        {
            Name = name,
            OtherNames = otherNames,
            Message = "{method}&%2F&{canonical:encoded}",
            Parts = { ["canonical"] = "{parameters:sorted}" },
            Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
            KeyDerivation = KeyDerivation.FromSecret.WithSuffix("&"),
            Freshness = new(TimestampFormat.Rfc3339Seconds, TimeSpan.FromMinutes(15)),
            Replay = ReplayRule.ByNonce,
            Documentation = new("https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism"),
        };
        IDictionary<string, HeaderFormat> place = placeOf(definition);
        place["AccessKeyId"] = HeaderFormat.Text("{keyid}");
        place["SignatureMethod"] = HeaderFormat.Text("HMAC-SHA1");
        place["SignatureVersion"] = HeaderFormat.Text("1.0");
        place["SignatureNonce"] = HeaderFormat.Text("{nonce}");
        place["Timestamp"] = HeaderFormat.Text("{timestamp}");
        place["Signature"] = HeaderFormat.Text("{signature:base64}");
        return SignatureScheme.Compile(definition);
    }
}
