using System.Net;
using System.Runtime.CompilerServices;
using HmacKit;
using HmacKit.AspNetCore;

// A web program for NativeAOT: a signed endpoint, one behind an API key, and a webhook. It calls each of them, right and wrong, and says
// what came of it; it exits with 1 if one answer wasn't the expected one.
using HmacKey key = HmacKey.Generate();
var ring = new KeyRing("partner-1", key);
using HmacKey webhookKey = HmacKey.Generate();
var handled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSingleton<CredentialStore>(new MemoryCredentialStore());
builder.Services.AddHmacKit(hmac => hmac
    .AddScheme(SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(ring))
    .AddScheme(SchemeCatalog.StandardWebhooks, options => options.Keys = new MemoryKeySource(new KeyRing(webhookKey)))
    .AddApiKeys());
await using WebApplication app = builder.Build();
app.MapPost("/orders", (HttpContext context) => context.GetVerification().KeyId).RequireSignature("theone");
app.MapGet("/me", (HttpContext context) => context.GetApiKey().Identity!.Owner).RequireApiKey("read");
app.MapWebhook("/hooks", "standard-webhooks", e =>
{
    handled.TrySetResult(e.Id!);
    return Task.CompletedTask;
});
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
IssuedCredential issued = await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new() { Owner = "acme", Scopes = ["read"] });
var signer = new RequestSigner(SchemeCatalog.TheOne, ring);
var sender = new RequestSigner(SchemeCatalog.StandardWebhooks, new KeyRing(webhookKey));
byte[] body = """{"amount":1}"""u8.ToArray();
byte[] changed = """{"amount":2}"""u8.ToArray();
bool isRight = true;

Check("a signed request", HttpStatusCode.OK, await PostAsync("/orders", signer.Sign(new RawRequest("POST", "/orders", [], body)), body));
Check("another body", HttpStatusCode.Unauthorized, await PostAsync("/orders", signer.Sign(new RawRequest("POST", "/orders", [], body)), changed));
Check("no signature", HttpStatusCode.Unauthorized, await PostAsync("/orders", null, body));
Check("an API key", HttpStatusCode.OK, await GetAsync("/me", issued.SecretShownOnce));
Check("another API key", HttpStatusCode.Unauthorized, await GetAsync("/me", issued.SecretShownOnce[..^1] + (issued.SecretShownOnce[^1] == '0' ? '1' : '0')));
SignedHeaders webhook = sender.Sign(new RawRequest("POST", "/hooks", [], body), new SigningValues { Id = "msg_1" });
Check("a forged webhook", HttpStatusCode.Unauthorized, await PostAsync("/hooks", webhook, changed));
int accepted = (int)await PostAsync("/hooks", webhook, body);
Check("a webhook", true, accepted is >= 200 and < 300);
Check("the webhook's handler", "msg_1", await handled.Task.WaitAsync(TimeSpan.FromSeconds(10)));
Console.WriteLine($"dynamic code: {RuntimeFeature.IsDynamicCodeSupported}");
await app.StopAsync();
return isRight ? 0 : 1;

void Check<T>(string what, T expected, T actual)
{
    bool isExpected = EqualityComparer<T>.Default.Equals(expected, actual);
    isRight &= isExpected;
    Console.WriteLine($"{(isExpected ? "ok" : "NOT OK")}  {what}: {actual}");
}

async Task<HttpStatusCode> PostAsync(string path, SignedHeaders? headers, byte[] content)
{
    using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(content) };
    if (headers is not null)
    {
        foreach ((string name, string value) in headers)
        {
            message.Headers.Add(name, value);
        }
    }

    using HttpResponseMessage response = await client.SendAsync(message);
    return response.StatusCode;
}

async Task<HttpStatusCode> GetAsync(string path, string apiKey)
{
    using var message = new HttpRequestMessage(HttpMethod.Get, path);
    message.Headers.Authorization = new("Bearer", apiKey);
    using HttpResponseMessage response = await client.SendAsync(message);
    return response.StatusCode;
}
