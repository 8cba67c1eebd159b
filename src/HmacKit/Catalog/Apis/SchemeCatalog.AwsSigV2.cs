namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 2, queries.</summary>
    public static SignatureScheme AwsSigV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "aws-sigv2-query",
        Message = "{method}\n{authority:lower}\n{path}\n{query:sorted}",
        Query =
        {
            ["AWSAccessKeyId"] = HeaderFormat.Text("{keyid}"),
            ["SignatureMethod"] = HeaderFormat.Text("HmacSHA256"),
            ["SignatureVersion"] = HeaderFormat.Text("2"),
            ["Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.IsoWithoutOffset, TimeSpan.FromMinutes(15)),
        Documentation = new("https://docs.aws.amazon.com/general/latest/gr/signature-version-2.html"),
    });
}
