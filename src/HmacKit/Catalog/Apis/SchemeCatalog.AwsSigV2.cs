namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 2, queries, with HMAC-SHA256.</summary>
    /// <remarks>The time may end with a <c>Z</c> or stand without: it is UTC either way.</remarks>
    public static SignatureScheme AwsSigV2 => field ??= AwsSigV2With("aws-sigv2-query", HmacAlgorithm.Sha256, "HmacSHA256");

    private static SignatureScheme AwsSigV2With(string name, HmacAlgorithm algorithm, string method, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "{method}\n{authority:lower}\n{path}\n{query:sorted}",
        Query =
        {
            ["AWSAccessKeyId"] = HeaderFormat.Text("{keyid}"),
            ["SignatureMethod"] = HeaderFormat.Text(method),
            ["SignatureVersion"] = HeaderFormat.Text("2"),
            ["Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.IsoWithoutOffset, TimeSpan.FromMinutes(15)),
        Code = new AwsSigV2Code(method),
        Documentation = new("https://docs.aws.amazon.com/general/latest/gr/signature-version-2.html"),
    });
}
