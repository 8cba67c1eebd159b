namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure Communication Services: method, target and the values of date, host and body digest.</summary>
    public static SignatureScheme AzureCommunication => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-communication",
        Message = "{method}\n{target}\n{headers:signed}",
        Headers =
        {
            ["x-ms-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("HMAC-SHA256 SignedHeaders={signed-headers}&Signature={signature:base64}", separator: '&'),
        },
        SignedHeaderSet = new() { AtLeast = ["x-ms-date", "host", "x-ms-content-sha256"], InListedOrder = true, Pair = null, Joiner = ";" },
        Digests = { ["{header:x-ms-content-sha256}"] = DigestRule.Required("{body:sha256:base64}") },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        Documentation = new("https://learn.microsoft.com/en-us/rest/api/communication/authentication"),
    });
}
