using HmacKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Fixtures;

/// <summary>An application with signed endpoints on a clock that stands still, and a client of it.</summary>
internal sealed class SignedApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SignedApp(WebApplication app, Uri address, HttpClient client)
    {
        _app = app;
        Address = address;
        Client = client;
    }

    public static KeyRing Ring { get; } = new KeyRing("client-1", HmacKey.Generate())
        .WithIdentity(new KeyIdentity { KeyId = "client-1", Owner = "user-7", Tier = "pro", Scopes = ["read", "trade"] });

    private WebhookOutcomes Outcomes { get; init; } = null!;

    public ManualTimeProvider Clock { get; private init; } = new();

    public CapturedLog Log { get; private init; } = new();

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it: TheOne as <c>theone</c>, OneRing as <c>onering</c>, OsayCore as <c>osaycore</c>, all keys known, and what the test adds.</summary>
    public static async Task<SignedApp> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, int? maxBodyBytes = null, bool isKestrel = true)
    {
        var clock = new ManualTimeProvider();
        var log = new CapturedLog();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        if (isKestrel)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = 64 * 1024 * 1024);
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddHmacKit(hmac => hmac
            .AddScheme(SchemeCatalog.TheOne, options =>
            {
                options.Keys = new MemoryKeySource(Ring);
                options.Verification.MaxBodyBytes = maxBodyBytes ?? options.Verification.MaxBodyBytes;
            })
            .AddScheme(SchemeCatalog.OneRing, options => options.Keys = new MemoryKeySource(new KeyRing(Ring.Primary)))
            .AddScheme(SchemeCatalog.OsayCore, options => options.Keys = new MemoryKeySource(Ring)));
        configure?.Invoke(builder);
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync();
        Uri address = isKestrel
            ? new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
            : new Uri("http://localhost/");
        HttpClient client = isKestrel ? new HttpClient() : app.GetTestClient();
        client.BaseAddress = address;
        return new SignedApp(app, address, client) { Clock = clock, Log = log, Outcomes = new WebhookOutcomes(app.Services) };
    }

    /// <summary>A request of TheOne's, or of another scheme's, signed for this application.</summary>
    public HttpRequestMessage Sign(
        HttpMethod method, string target, HttpContent? content = null, byte[]? body = null, string? nonce = null, string? signedTarget = null, SignatureScheme? scheme = null, string? id = null)
    {
        var signer = new RequestSigner(scheme ?? SchemeCatalog.TheOne, scheme is { HasKeyId: false } ? new KeyRing(Ring.Primary) : Ring, Clock);
        var message = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Content = content ?? (body is null ? null : new ByteArrayContent(body)) };
        SignedHeaders headers = signer.Sign(new RawRequest(method.Method, signedTarget ?? target, [], body ?? []), new SigningValues { Nonce = nonce, Id = id });
        foreach ((string name, string value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Waits until so many webhook events have come to an outcome.</summary>
    public Task Handled(string outcome, int count) => Outcomes.WaitAsync(outcome, count);

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Outcomes.Dispose();
        Client.Dispose();
        await _app.DisposeAsync();
        Log.Dispose();
    }
}
