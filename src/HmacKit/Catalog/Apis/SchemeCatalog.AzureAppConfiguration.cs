namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure App Configuration.</summary>
    public static SignatureScheme AzureAppConfiguration => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-app-configuration",
        Message = "{method}\n{target}\n{headers:signed}",
        Headers =
        {
            ["x-ms-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Fields("HMAC-SHA256 Credential={keyid}&SignedHeaders={signed-headers}&Signature={signature:base64}", separator: '&'),
        },
        SignedHeaderSet = new() { Pair = null, Joiner = ";", InListedOrder = true, AtLeast = ["x-ms-date", "host", "x-ms-content-sha256"] },
        Digests = { ["{header:x-ms-content-sha256}"] = DigestRule.Required("{body:sha256:base64}") },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        Documentation = new("https://learn.microsoft.com/azure/azure-app-configuration/rest-api-authentication-hmac"),
    });
}
