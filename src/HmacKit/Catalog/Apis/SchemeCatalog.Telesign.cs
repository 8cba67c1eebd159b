namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Telesign API: method, content type, date, two headers, body and path.</summary>
    /// <remarks>
    /// <para>The query isn't signed. The secret is base64; the key id is the customer's.</para>
    /// <para>The page states no window; fifteen minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme Telesign => field ??= SignatureScheme.Compile(new()
    {
        Name = "telesign",
        Message = "{method}\n{header:Content-Type}\n{timestamp}\nx-ts-auth-method:HMAC-SHA256\nx-ts-nonce:{nonce}[\n{body}]\n{path}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["x-ts-auth-method"] = HeaderFormat.Text("HMAC-SHA256"),
            ["x-ts-nonce"] = HeaderFormat.Text("{nonce}"),
            ["Authorization"] = HeaderFormat.Text("TSA {keyid}:{signature:base64}"),
        },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "the vendor leaves the body's line out where there is no body, and a body may hold line breaks.",
        Documentation = new("https://developer.telesign.com/enterprise/docs/authentication"),
    });
}
