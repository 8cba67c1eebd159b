using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HmacKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Providers;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The sample on Kestrel over loopback, with its own settings, a store of its own and a clock that a test moves.</summary>
internal sealed class ProviderApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderApp(WebApplication app, ManualTimeProvider clock, CapturedLog log)
    {
        _app = app;
        Clock = clock;
        Log = log;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public ManualTimeProvider Clock { get; }

    public CapturedLog Log { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<ProviderApp> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(new ManualTimeProvider().GetUtcNow(), settings);

    public static async Task<ProviderApp> StartAsync(DateTimeOffset now, params (string Name, string? Value)[] settings)
    {
        var clock = new ManualTimeProvider(now);
        var log = new CapturedLog();
        WebApplication app = ProviderHost.Build(["--contentRoot", RepositoryFiles.PathOf("samples", "Providers")], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Https:Required", (string?)"false")]);
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        });
        await app.StartAsync();
        return new ProviderApp(app, clock, log);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A request with a key of the integration guide's kind, or of any other in a header.</summary>
    public Task<Answer> SendAsync(string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = Request(method, target, body);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    public Task<Answer> BearerAsync(string key, string method, string target, string? body = null) =>
        SendAsync(method, target, body, ("Authorization", $"Bearer {key}"));

    public Task<Answer> OsayCoreAsync(string method, string target, string? body = null, string? token = null) =>
        SignedAsync(SchemeCatalog.OsayCore, "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY", method, target, body, token);

    public Task<Answer> TheOneAsync(string method, string target, string? body = null, int key = 1) =>
        SignedAsync(SchemeCatalog.TheOne, $"test_key_{key}", $"test_secret_{key}", method, target, body);

    public Task<Answer> OortAsync(string method, string target, string? body = null) =>
        SignedAsync(SchemeCatalog.Oort, "your_api_key", "your_api_secret", method, target, body);

    public Task<Answer> SignedAsync(
        SignatureScheme scheme, string keyId, string secret, string method, string target, string? body = null, string? token = null)
    {
        HttpRequestMessage request = Request(method, target, body);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return SendAsync(scheme.SignForTest(request, RingOf(scheme, keyId, secret), time: Clock));
    }

    public async Task<string> OsayCoreTokenAsync(string userId) =>
        (await OsayCoreAsync("POST", "/api/auth/generate-user-jwt", $$"""{"user_id":"{{userId}}"}""")).Json.GetProperty("jwt_token").GetString()!;

    public static KeyRing RingOf(SignatureScheme scheme, string keyId, string secret) =>
        new(keyId, HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, secret));

    private HttpRequestMessage Request(string method, string target, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Http.BaseAddress!, target));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public string? this[string member] => Json.TryGetProperty(member, out JsonElement value) ? value.ToString() : null;

    public string Header(string name) => Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(',', values) : "";
}
