using System.Text;
using System.Text.Json.Nodes;

namespace HmacKit.Tests.Interop;

/// <summary>A request for a vendor's own library: the scheme of the catalogue that must agree with it, and what both are given.</summary>
internal sealed partial record VendorCase(string Library, string Scheme)
{
    private const string Event = """{"id":"evt_01","type":"order.created","data":{"amount":1999,"note":"café ✓"}}""";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    public string Secret { get; init; } = "example-secret-of-forty-characters-0001x";

    public string Method { get; init; } = "POST";

    public string Url { get; init; } = "https://example.com/hooks/one";

    public string Body { get; init; } = Event;

    public string Type { get; init; } = "application/json";

    public string KeyId { get; init; } = "key-1";

    public Dictionary<string, string> Configured { get; init; } = [];

    public Dictionary<string, string> Own { get; init; } = [];

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What the library is told besides.</summary>
    public JsonObject Told { get; init; } = [];

    /// <summary>The libraries that verify what HmacKit signs.</summary>
    public static IReadOnlyList<VendorCase> Verifiers { get; } =
    [
        new("stripe", "stripe"), new("svix", "svix") { Secret = Whsec }, new("standard-webhooks", "standard-webhooks") { Secret = Whsec },
        new("replicate", "replicate") { Secret = Whsec }, new("openai", "openai") { Secret = Whsec },
        new("github", "github"), new("x-hub-signature-sha1", "x-hub-signature-sha1"), new("line", "line"),
        new("linear", "linear") { Body = """{"action":"create","webhookTimestamp":1766000000000}""" },
        new("workos", "workos") { Body = """{"event":"user.created","data":{"id":"user_01"}}""" },
        new("sanity", "sanity"), new("mux", "mux"), new("imagekit-webhook", "imagekit-webhook"), new("paddle", "paddle"),
        new("messagebird-legacy", "messagebird-legacy") { Url = "https://example.com/mb?b=2&a=1%20x" },
        new("mercadopago", "mercadopago") { Url = "https://example.com/mp?data.id=123456&type=payment", Headers = { ["x-request-id"] = "req-77" } },
        new("pusher-webhook", "pusher-webhook"), new("razorpay-webhook", "razorpay-webhook"),
        new("hygraph", "hygraph"), new("kontent-ai", "kontent-ai"), new("getstream", "getstream"),
        new("square", "square") { Configured = { ["notificationUrl"] = "https://example.com/hooks/one" }, Told = new() { ["notificationUrl"] = "https://example.com/hooks/one" } },
        new("webflow", "webflow"),
        new("dropbox-sign", "dropbox-sign") { Body = """{"event":{"event_time":"1766000000","event_type":"signature_request_sent","event_hash":"","event_metadata":{"related_signature_id":"ad4d8a76"}}}""" },
        new("coinbase-commerce", "coinbase-commerce") { Body = """{"event":{"id":"e1","type":"charge:created"}}""" },
        new("gocardless", "gocardless") { Body = """{"events":[]}""" },
        new("modern-treasury", "modern-treasury"), new("doppler", "doppler"), new("sentry", "sentry"), new("woocommerce", "woocommerce"),
        new("lemon-squeezy", "lemon-squeezy"), new("shopify", "shopify"), new("hubspot-v3", "hubspot-v3"),
        new("telegram-login-widget", "telegram-login-widget") { Method = "GET", Body = "", Url = "https://example.com/login?id=42&first_name=Zo%C3%AB&username=zoe", Secret = Bot },
        new("twilio", "twilio") { Type = "application/x-www-form-urlencoded", Body = "To=%2B18005551212&Digits=1234&CallSid=CA1" },
        Aws("aws-sigv4", "thing", query: false) with { Url = "https://example.amazonaws.com/a%20b//c?Version=2&Action=List%2FAll" },
        Aws("aws-sigv4", "thing", query: false) with { Method = "GET", Body = "", Url = "https://example.amazonaws.com/" },
        Aws("aws-sigv4-presigned", "thing", query: true) with { Method = "GET", Body = "", Url = "https://example.amazonaws.com/a%20b?Version=2" },
        Aws("aws-s3", "s3", query: false) with { Url = "https://bucket.s3.amazonaws.com/a%20b//c%24d?x=1" },
        Aws("aws-s3-presigned", "s3", query: true) with { Method = "GET", Body = "", Url = "https://bucket.s3.amazonaws.com/a%20b//c" },
        OAuth("oauth1", "tok en&1") with { Type = "application/x-www-form-urlencoded", Body = "status=Hello%20Ladies%20%2b%20Gentlemen&a=1+2&b=", Url = "https://api.example.com/1.1/update.json?include_entities=true&a2=r%20b" },
        OAuth("oauth1-sha256", "token-1"),
        OAuth("oauth1-sha256", null) with { Method = "GET", Body = "", Url = "http://photos.example.net/photos?size=original&file=vacation.jpg" },
        MessageSignature("http-message-signatures") with { Url = "https://example.com:8443/a%20b?b=1&a=2" },
        MessageSignature("http-message-signatures") with { Method = "GET", Body = "", Url = "https://example.com/" },
        new("hawk", "hawk") { Told = new() { ["id"] = "key-1" }, Type = "Application/JSON; charset=utf-8", Own = { ["ext"] = "some-app-data", ["app"] = "app-1", ["dlg"] = "dlg-1" } },
        new("hawk", "hawk") { Told = new() { ["id"] = "key-1" }, Method = "GET", Body = "", Url = "https://example.com:8443/a%20b?b=1&a=2" },
        new("hawk-bewit", "hawk-bewit") { Told = new() { ["id"] = "key-1" }, Method = "GET", Body = "", Url = "https://example.com/a%20b?b=1&a=2", Own = { ["ext"] = "some-app-data" } },
        new("hawk-bewit", "hawk-bewit") { Told = new() { ["id"] = "key-1" }, Method = "HEAD", Body = "", Url = "http://example.com/only" },
        .. Clients.Select(static client => client.ToVerify ?? client.Case),
    ];

    /// <summary>The libraries that sign what HmacKit verifies.</summary>
    public static IReadOnlyList<VendorCase> Signers { get; } =
    [
        new("stripe", "stripe"), new("svix", "svix") { Secret = Whsec }, new("standard-webhooks", "standard-webhooks") { Secret = Whsec },
        new("github", "github"), new("x-hub-signature-sha1", "x-hub-signature-sha1"),
        new("twilio", "twilio") { Type = "application/x-www-form-urlencoded", Body = "To=%2B18005551212&Digits=1234&CallSid=CA1&Note=a+b" },
        new("workos", "workos") { Body = """{"event":"user.created","data":{"id":"user_01"}}""" },
        new("sanity", "sanity"), new("hubspot-v3", "hubspot-v3"), new("hygraph", "hygraph"), new("kontent-ai", "kontent-ai"),
        Aws("aws-sigv4", "thing", query: false) with { Url = "https://example.amazonaws.com/a%20b/c?Version=2&Action=List%2FAll" },
        Aws("aws-sigv4", "thing", query: true) with { Method = "GET", Body = "", Url = "https://example.amazonaws.com/a?Version=2&X-Amz-Expires=600" },
        Aws("aws-sigv4-presigned", "thing", query: true) with { Method = "GET", Body = "", Url = "https://example.amazonaws.com/a?Version=2&X-Amz-Expires=600" },
        Aws("aws-s3", "s3", query: false) with { Url = "https://bucket.s3.amazonaws.com/a%20b//c" },
        Aws("aws-s3-presigned", "s3", query: true) with { Method = "GET", Body = "", Url = "https://bucket.s3.amazonaws.com/a%20b//c" },
        OAuth("oauth1", "token-1") with { Type = "application/x-www-form-urlencoded", Body = "status=Hello%20Ladies%20%2b%20Gentlemen&b=", Url = "https://api.example.com/1.1/update.json?include_entities=true&a2=r%20b" },
        OAuth("oauth1-sha256", null) with { Method = "GET", Body = "", Url = "https://api.example.com:8443/photos?size=original" },
        OAuth("oauth1-sha256", "token-1", place: "query") with { Method = "GET", Body = "", Url = "https://api.example.com/photos?size=original" },
        MessageSignature("rfc9421", "@method", "@authority", "@path", "@query", "content-type", "@query-param;name=\"a\"") with { Url = "https://example.com/a%20b?b=1&a=2%203" },
        MessageSignature("http-message-signatures", "@method", "@target-uri") with { Method = "GET", Body = "", Url = "https://example.com:8443/a%20b?b=1&a=2" },
        new("hawk", "hawk") { Told = new() { ["id"] = "key-1", ["nonce"] = "n0nce1", ["ext"] = "some-app-data" }, Body = "", Method = "GET" },
        new("hawk", "hawk") { Told = new() { ["id"] = "key-1", ["nonce"] = "n0nce1", ["app"] = "app-1", ["dlg"] = "dlg-1" }, Type = "Application/JSON; charset=utf-8" },
        new("hawk-bewit", "hawk-bewit") { Told = new() { ["id"] = "key-1", ["ext"] = "some-app-data" }, Method = "GET", Body = "", Url = "https://example.com/a%20b?b=1&a=2" },
        new("hawk-bewit", "hawk-bewit") { Told = new() { ["id"] = "key-1" }, Method = "GET", Body = "", Url = "http://example.com:8080/only" },
        .. Clients.Select(static client => client.Case),
    ];

    private const string Whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private const string Bot = "123456789:AAExampleTokenForTestsOnly_0123456789";

    private static VendorCase Aws(string scheme, string service, bool query) => new("aws-sigv4", scheme)
    {
        Configured = scheme.StartsWith("aws-s3", StringComparison.Ordinal) ? new() { ["region"] = "eu-1" } : new() { ["region"] = "eu-1", ["service"] = service },
        Told = new() { ["region"] = "eu-1", ["service"] = service, ["accessKeyId"] = "key-1", ["query"] = query },
    };

    private static VendorCase MessageSignature(string scheme, params string[] fields) => new("rfc9421", scheme)
    {
        Secret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
        Told = new() { ["keyId"] = "key-1", ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]) },
    };

    private static VendorCase OAuth(string scheme, string? token, string place = "header") => new("oauth1", scheme)
    {
        Configured = token is null ? [] : new() { ["tokenSecret"] = "pf kk&dhi9/sl3r4s00" },
        Own = token is null ? [] : new() { ["oauth_token"] = token, ["oauth_version"] = "1.0" },
        Told = new() { ["consumerKey"] = "key-1", ["token"] = token, ["tokenSecret"] = "pf kk&dhi9/sl3r4s00", ["method"] = scheme == "oauth1" ? "HMAC-SHA1" : "HMAC-SHA256", ["place"] = place },
        Secret = "kd94hf93k423kf44 & more/of=it",
    };

    public SignatureScheme ToScheme() => Configured.Aggregate(SchemeCatalog.Find(Scheme)!, (scheme, value) => scheme.With(value.Key, value.Value));

    public KeyRing ToRing(SignatureScheme scheme) => new(scheme.HasKeyId ? KeyId : "", scheme.ImportKey(Secret));

    public RawRequest ToRequest(IEnumerable<KeyValuePair<string, string>>? headers = null, string? url = null, byte[]? body = null)
    {
        var address = new Uri(url ?? Url);
        string origin = address.GetLeftPart(UriPartial.Authority);
        List<KeyValuePair<string, string>> all = [.. headers ?? Headers.Append(KeyValuePair.Create("Content-Type", Type))];
        if (!all.Exists(header => header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            all.Add(KeyValuePair.Create("Host", address.Authority));
        }

        return new RawRequest(Method, (url ?? Url)[origin.Length..], all, body ?? Encoding.UTF8.GetBytes(Body), new PublicOrigin(new Uri(origin)));
    }

    public JsonObject ToLine(string operation, string secret, string url, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) => new()
    {
        ["op"] = operation,
        ["vendor"] = Library,
        ["secret"] = secret,
        ["method"] = Method,
        ["url"] = url,
        ["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["bodyBase64"] = Convert.ToBase64String(body.Span),
        ["now"] = Now.ToUnixTimeMilliseconds(),
        ["params"] = Told.DeepClone(),
    };

    /// <summary>What was signed with one byte changed that the library must look at: of the body, or of the target where it takes the body's digest on trust or signs no body.</summary>
    public (string Url, ReadOnlyMemory<byte> Body) ToTwin(SignatureScheme scheme, string url, ReadOnlyMemory<byte> body)
    {
        bool looksAtBody = Library is not ("aws-sigv4" or "cavage-http-signature" or "mercadopago" or "oauth1" or "rfc9421");
        if (looksAtBody && !body.IsEmpty && (scheme.Covers & (SignedParts.Body | SignedParts.Fields | SignedParts.Custom)) != 0)
        {
            byte[] other = body.ToArray();
            int digit = other.AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9');
            int at = digit >= 0 ? digit : other.AsSpan().IndexOfAnyInRange((byte)'a', (byte)'z');
            other[at] ^= 1;
            return (url, other);
        }

        int from = url.IndexOf(Library is "mercadopago" or "messagebird-legacy" or "telegram-login-widget" ? '=' : '/', url.IndexOf("//", StringComparison.Ordinal) + 2) + 1;
        return (url.Insert(from, "7"), body);
    }
}
