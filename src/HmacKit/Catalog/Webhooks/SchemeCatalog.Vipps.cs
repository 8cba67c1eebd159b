namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Vipps MobilePay webhooks: method, target, date, host and body digest.</summary>
    /// <remarks>The layout is <c>azure-communication</c>, but the secret's characters are the key. Behind a proxy the host must be the one that was registered.</remarks>
    public static SignatureScheme Vipps => field ??= SignatureScheme.Compile(new()
    {
        Name = "vipps",
        Message = "{method}\n{target}\n{headers:signed}",
        Headers =
        {
            ["x-ms-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("HMAC-SHA256 SignedHeaders={signed-headers}&Signature={signature:base64}", separator: '&'),
        },
        SignedHeaderSet = new() { AtLeast = ["x-ms-date", "host", "x-ms-content-sha256"], InListedOrder = true, Pair = null, Joiner = ";" },
        Digests = { ["{header:x-ms-content-sha256}"] = DigestRule.Required("{body:sha256:base64}") },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        EventType = EventField.Json("/name"),
        Documentation = new("https://developer.vippsmobilepay.com/docs/APIs/webhooks-api/request-authentication"),
    });
}
