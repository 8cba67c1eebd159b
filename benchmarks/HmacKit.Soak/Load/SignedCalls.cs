using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Soak;

/// <summary>Requests of samples/Providers as bytes for the wire, signed with its documented test keys.</summary>
internal static class SignedCalls
{
    /// <summary>The key whose budget is measured; <see cref="FleetSoak"/> gives it one.</summary>
    public const string BudgetKey = "test_key_2";

    private static readonly RequestSigner TheOne = Signer(SchemeCatalog.TheOne, "test_key_1", "test_secret_1");
    private static readonly RequestSigner TheOneBudget = Signer(SchemeCatalog.TheOne, BudgetKey, "test_secret_2");
    private static readonly RequestSigner TheOneStranger = Signer(SchemeCatalog.TheOne, "nobody_knows_me", "test_secret_1");
    private static readonly RequestSigner Oort = Signer(SchemeCatalog.Oort, "your_api_key", "your_api_secret");
    private static readonly RequestSigner OsayCore = Signer(SchemeCatalog.OsayCore, "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY");
    private static readonly RequestSigner GuideWebhook = new(SchemeCatalog.Body, Key(SchemeCatalog.Body, "guide_webhook_test_secret"));
    private static readonly RequestSigner OneRingWebhook = new(SchemeCatalog.OneRing, Key(SchemeCatalog.OneRing, "whsec_your_secret_here"));

    private static readonly byte[] Estimate = """{"from":"ETH","to":"USDT","amount":"1.5"}"""u8.ToArray();

    public static byte[] Balances(SigningValues values = default) => Signed(TheOne, "GET", "/api/v1/balances", [], values);

    public static byte[] BalancesOnBudget() => Signed(TheOneBudget, "GET", "/api/v1/balances", [], default);

    public static byte[] BalancesOfStranger() => Signed(TheOneStranger, "GET", "/api/v1/balances", [], default);

    public static byte[] Estimated(SigningValues values = default) => Signed(TheOne, "POST", "/api/v1/estimate", Estimate, values);

    /// <summary>A signed body of <paramref name="bytes"/> bytes, which no schema fits.</summary>
    public static byte[] EstimatedFrom(int bytes) => Signed(TheOne, "POST", "/api/v1/estimate", RandomNumberGenerator.GetBytes(bytes), default);

    public static byte[] Tasks() => Signed(Oort, "GET", "/api/plugin/tasks?limit=5", [], default);

    public static byte[] Activity() => Signed(OsayCore, "GET", "/api/activity?after=999999999", [], default);

    public static byte[] StockWebhook(long number) => Signed(
        GuideWebhook, "POST", "/guide/webhooks", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"stock.changed","sku":"sku_001","quantity":{{number}}}""")), default);

    /// <summary>An event of OneRing's for samples/WebhookReceiver.</summary>
    public static byte[] DraftWebhook(string id)
    {
        byte[] body = Encoding.UTF8.GetBytes($$$"""{"eventType":"draft.published","eventId":"{{{id}}}","timestamp":"2026-01-01T00:00:00Z","data":{"draftId":"d1","platform":"x"}}""");
        return Signed(OneRingWebhook, "POST", "/webhooks/onering", body, new SigningValues { Id = id });
    }

    /// <summary>A call with an API key in place of a signature.</summary>
    public static byte[] Bearer(string key, string method, string target, string body = "") => Bytes(method, target, [new("Authorization", "Bearer " + key)], Encoding.UTF8.GetBytes(body));

    /// <summary>A call of the integration guide's sandbox.</summary>
    public static byte[] SandboxProducts() => Bytes("GET", "/sandbox/guide/products?limit=2", [new("X-API-Key", "your_sandbox_api_key_here")], []);

    private static byte[] Signed(RequestSigner signer, string method, string target, byte[] body, SigningValues values) =>
        Bytes(method, target, signer.Sign(new RawRequest(method, target, [], body), values), body);

    private static byte[] Bytes(string method, string target, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach ((string name, string value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (method != "GET")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static RequestSigner Signer(SignatureScheme scheme, string id, string secret) => new(scheme, new KeyRing(id, Key(scheme, secret)));

    private static HmacKey Key(SignatureScheme scheme, string secret) => HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, secret);
}
