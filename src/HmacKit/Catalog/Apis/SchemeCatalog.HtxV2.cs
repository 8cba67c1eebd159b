namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HTX (Huobi) API, signature version 2.</summary>
    public static SignatureScheme HtxV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "htx-v2",
        Message = "{method}\n{authority}\n{path}\n{query:sorted}",
        Query =
        {
            ["AccessKeyId"] = HeaderFormat.Text("{keyid}"),
            ["SignatureMethod"] = HeaderFormat.Text("HmacSHA256"),
            ["SignatureVersion"] = HeaderFormat.Text("2"),
            ["Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.IsoWithoutOffset, TimeSpan.FromMinutes(5)),
        Documentation = new("https://www.htx.com/en-us/opend/newApiPages/"),
    });
}
