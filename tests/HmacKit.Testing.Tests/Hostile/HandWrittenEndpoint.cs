using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>Kestrel with a hand-written endpoint of TheOne's scheme, and what it takes to aim at it.</summary>
internal sealed class HandWrittenEndpoint : IAsyncDisposable
{
    public const string Target = "/v1/orders?dry=1&note=a%2Fb";

    private const string Secret = "a secret that everybody knows";

    private readonly WebApplication _app;
    private readonly Flaw _flaw;
    private readonly HandWrittenVerifier _verifier;
    private int _requests;
    private int _refused;

    private HandWrittenEndpoint(WebApplication app, Flaw flaw)
    {
        _app = app;
        _flaw = flaw;
        _verifier = new HandWrittenVerifier(Keys.Id, Secret, flaw);
    }

    public static SignatureScheme Scheme => SchemeCatalog.TheOne;

    public static KeyRing Keys { get; } = new("Key-1", HmacKey.FromText(Secret));

    public static HostileOptions Options => new() { MaxBodyBytes = 64 * 1024 };

    public Uri Endpoint => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + Target);

    public static async Task<HandWrittenEndpoint> StartAsync(Flaw flaw)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var endpoint = new HandWrittenEndpoint(app, flaw);
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync();
        return endpoint;
    }

    public Task<HostileReport> AimAsync() => HostileRequests.AimAsync(Endpoint, Scheme, Keys, Options);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        int number = Interlocked.Increment(ref _requests);
        string? cause = _flaw == Flaw.IsDown ? "down" : await _verifier.CheckAsync(context);
        int refused = cause is null ? _refused : Interlocked.Increment(ref _refused);
        (context.Response.StatusCode, string text) = (_flaw, cause) switch
        {
            (Flaw.LocksTheCallerOut, _) when refused > 50 => (403, "locked"),
            (Flaw.LimitsTheCaller, _) when number > 20 => (429, ""),
            (Flaw.IsDown, _) => (503, ""),
            (_, null) => (200, "{}"),
            (Flaw.Redirects, _) => (302, ""),
            (Flaw.AnswersOkToEverything, _) => (200, "error"),
            (Flaw.AnswersWithTheCause, _) => (401, cause),
            (Flaw.AnswersOtherwiseForUnknownKeys, "unknown key") => (403, ""),
            (Flaw.AnswersWithTheRightSignature, _) => (401, $"expected {_verifier.LastExpected}"),
            _ => (401, $"refused, trace {number}"),
        };
        context.Response.Headers.Location = context.Response.StatusCode == 302 ? "/login" : default;
        await context.Response.WriteAsync(text);
    }
}
