namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 2, queries, with HMAC-SHA256.</summary>
    /// <remarks>The time may end with a <c>Z</c> or stand without: it is UTC either way.</remarks>
    public static SignatureScheme AwsSigV2 => field ??= AwsSigV2With("aws-sigv2-query", HmacAlgorithm.Sha256, "HmacSHA256");

    private static SignatureScheme AwsSigV2With(string name, HmacAlgorithm algorithm, string method, bool isForm = false, params string[] otherNames)
    {
        SchemeDefinition definition = new()
        {
            Name = name,
            OtherNames = otherNames,
            Message = $"{{method}}\n{{authority:lower}}\n{{path}}\n{(isForm ? "{parameters:sorted}" : "{query:sorted}")}",
            Algorithm = algorithm,
            Freshness = new(isForm ? TimestampFormat.Rfc3339Seconds : TimestampFormat.IsoWithoutOffset, TimeSpan.FromMinutes(15)),
            Code = new AwsSigV2Code(isForm ? CarrierKind.Form : CarrierKind.Query, method),
            Documentation = new("https://docs.aws.amazon.com/general/latest/gr/signature-version-2.html"),
        };
        OrderedDictionary<string, HeaderFormat> place = isForm ? definition.Form : definition.Query;
        place["AWSAccessKeyId"] = HeaderFormat.Text("{keyid}");
        place["SignatureMethod"] = HeaderFormat.Text(method);
        place["SignatureVersion"] = HeaderFormat.Text("2");
        place["Timestamp"] = HeaderFormat.Text("{timestamp}");
        place["Signature"] = HeaderFormat.Text("{signature:base64}");
        return SignatureScheme.Compile(definition);
    }
}
