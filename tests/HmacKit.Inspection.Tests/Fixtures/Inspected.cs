using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HmacKit.Inspection.Tests.Fixtures;

/// <summary>An inspector on free ports, with what a sender and a page need.</summary>
internal sealed class Inspected : IAsyncDisposable
{
    public const string Secret = "whsec_correct-horse-battery-staple";

    private readonly HmacKey _key;
    private readonly SignatureInspector _inspector;
    private readonly ConcurrentQueue<InspectedRequest> _seen;

    private Inspected(SignatureScheme scheme, HmacKey key, SignatureInspector inspector, ConcurrentQueue<InspectedRequest> seen)
    {
        Scheme = scheme;
        _key = key;
        _inspector = inspector;
        _seen = seen;
        Sender = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = inspector.Address };
        Browser = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = inspector.Page };
    }

    public SignatureScheme Scheme { get; }

    public Uri Page => _inspector.Page;

    public Uri Address => _inspector.Address;

    /// <summary>Sends to the receiver.</summary>
    public HttpClient Sender { get; }

    /// <summary>Asks the page.</summary>
    public HttpClient Browser { get; }

    public static async Task<Inspected> StartAsync(
        SignatureScheme? scheme = null, Uri? forward = null, string? store = null, string secret = Secret, string? keyId = null, string[]? otherSecrets = null, int maxBody = 64 * 1024, int maxRequests = 20_000, string? verifyToken = null)
    {
        scheme ??= SchemeCatalog.Stripe;
        HmacKey key = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, secret);
        var seen = new ConcurrentQueue<InspectedRequest>();
        SignatureInspector inspector = await SignatureInspector.StartAsync(new InspectorOptions
        {
            Scheme = scheme,
            Key = key,
            KeyId = keyId,
            Secrets = [secret, .. otherSecrets ?? []],
            ForwardTo = forward,
            Port = 0,
            PagePort = 0,
            Store = store,
            MaxBodyBytes = maxBody,
            MaxRequests = maxRequests,
            VerifyToken = verifyToken,
            OnRequest = seen.Enqueue,
        });
        return new Inspected(scheme, key, inspector, seen);
    }

    /// <summary>A signed request; what is sent may be another body than the signed one.</summary>
    public async Task<HttpResponseMessage> SendSignedAsync(string body, string? sent = null, string target = "/hooks", string? secret = null, DateTimeOffset? time = null, params (string Name, string Value)[] headers)
    {
        using HmacKey? other = secret is null ? null : HmacKey.ImportInsecureShortSecret(Scheme.Algorithm, Scheme.SecretFormat, secret);
        var signer = new RequestSigner(Scheme, Scheme.HasKeyId ? new KeyRing("key_1", other ?? _key) : new KeyRing(other ?? _key));
        RawRequest request = new("POST", target, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), Encoding.UTF8.GetBytes(body), new PublicOrigin(Address));
        SignedHeaders signed = signer.Sign(request, new SigningValues { Time = time });
        return await SendAsync("POST", signed.Target, sent ?? body, [.. headers, .. signed.Select(header => (header.Key, header.Value))]);
    }

    public Task<HttpResponseMessage> SendAsync(string method, string target, string? body, params (string Name, string Value)[] headers)
    {
        var url = new Uri(Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach ((string name, string value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return Sender.SendAsync(message);
    }

    /// <summary>What was seen, once it is so many.</summary>
    public async Task<InspectedRequest[]> SeenAsync(int count)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (_seen.Count < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), $"{_seen.Count} of {count} requests were seen.");
            await Task.Delay(10);
        }

        return [.. _seen];
    }

    /// <summary>What the page is told of a request.</summary>
    public async Task<JsonElement> DetailAsync(long number) => JsonSerializer.Deserialize<JsonElement>(await Browser.GetStringAsync(new Uri($"api/requests/{number}", UriKind.Relative)));

    /// <summary>A call as the page makes it.</summary>
    public Task<HttpResponseMessage> CallAsync(string path, object? body = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(JsonSerializer.Serialize(body ?? new { })) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("X-HmacKit-Inspector", "1");
        message.Headers.Add("Origin", Page.GetLeftPart(UriPartial.Authority));
        return Browser.SendAsync(message);
    }

    public async ValueTask DisposeAsync()
    {
        Sender.Dispose();
        Browser.Dispose();
        await _inspector.DisposeAsync();
        _key.Dispose();
    }
}
