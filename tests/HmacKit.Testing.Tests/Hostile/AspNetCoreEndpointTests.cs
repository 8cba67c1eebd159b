using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>The package for ASP.NET Core under fire, with the five documented schemes: over sockets, through a client, and in memory.</summary>
public sealed class AspNetCoreEndpointTests : IAsyncLifetime
{
    private const string Path = "/v1/orders?dry=1&note=a%2Fb";

    private static readonly KeyRing Named = new("client-1", HmacKey.Generate());

    private readonly ManualTimeProvider _clock = new();

    private WebApplication _kestrel = null!;
    private WebApplication _memory = null!;

    private static readonly string[] Names = ["onering", "osaycore", "body", "theone", "oort"];

    public static TheoryData<string> Schemes => new(Names);

    private HostileOptions Options => new() { TimeProvider = _clock };

    public async Task InitializeAsync()
    {
        _kestrel = await StartAsync(host => host.UseUrls("http://127.0.0.1:0"));
        _memory = await StartAsync(host => host.UseTestServer());
    }

    public async Task DisposeAsync()
    {
        await _kestrel.DisposeAsync();
        await _memory.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_endpoint_on_Kestrel_holds_over_sockets(string name) =>
        (await HostileRequests.AimAsync(Endpoint(name), SchemeCatalog.Find(name)!, Ring(name), Options)).ThrowIfAnyPassed();

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_endpoint_on_Kestrel_holds_against_a_client(string name)
    {
        using var client = new HttpClient();
        HostileReport report = await HostileRequests.AimAsync(client, Endpoint(name), SchemeCatalog.Find(name)!, Ring(name), Options);
        report.ThrowIfAnyPassed();
        Assert.Contains(report.Skipped, skipped => skipped.EndsWith("no HttpClient sends it", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_endpoint_of_a_test_server_holds_in_memory(string name)
    {
        using HttpClient client = _memory.GetTestClient();
        HostileReport report = await HostileRequests.AimAsync(client, new Uri("/" + name + Path, UriKind.Relative), SchemeCatalog.Find(name)!, Ring(name), Options);
        report.ThrowIfAnyPassed();
    }

    /// <summary>A test server drops an empty query, so what was sent as another target arrives as the signed one.</summary>
    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_endpoint_without_a_query_holds_in_memory_and_over_sockets(string name)
    {
        using HttpClient client = _memory.GetTestClient();
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        HostileReport inMemory = await HostileRequests.AimAsync(client, new Uri($"/{name}/orders", UriKind.Relative), scheme, Ring(name), Options);
        inMemory.ThrowIfAnyPassed();
        HostileReport overSockets = await HostileRequests.AimAsync(new Uri(Address, $"/{name}/orders"), scheme, Ring(name), Options);
        overSockets.ThrowIfAnyPassed();
        Assert.DoesNotContain(overSockets.Skipped, IsAboutTheTestServer);
        Assert.Equal(name == "theone", inMemory.Skipped.Any(IsAboutTheTestServer) && overSockets.Outcomes.Any(outcome => outcome.Name == "query/question-mark"));

        static bool IsAboutTheTestServer(string skipped) => skipped.Contains("a test server in memory drops", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_was_forgotten_is_found()
    {
        HostileReport report = await HostileRequests.AimAsync(new Uri(Address, "/open"), SchemeCatalog.TheOne, Named, Options);
        Assert.Contains(report.Failures, failure => failure.Name == "headers/none");
    }

    private Uri Address => new(_kestrel.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private Uri Endpoint(string name) => new(Address, "/" + name + Path);

    private static KeyRing Ring(string name) => SchemeCatalog.Find(name)!.HasKeyId ? Named : new KeyRing(Named.Primary);

    private async Task<WebApplication> StartAsync(Action<ConfigureWebHostBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        configure(builder.WebHost);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddHmacKit(hmac =>
        {
            foreach (string name in Names)
            {
                hmac.AddScheme(SchemeCatalog.Find(name)!, options => options.Keys = new MemoryKeySource(Ring(name)));
            }
        });
        WebApplication app = builder.Build();
        foreach (string name in Names)
        {
            app.Map("/" + name + "/{**rest}", () => "done").RequireSignature(name);
        }

        app.Map("/open", () => "done");
        await app.StartAsync();
        return app;
    }
}
