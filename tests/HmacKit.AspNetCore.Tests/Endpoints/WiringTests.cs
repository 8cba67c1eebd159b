using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>A mistake in an endpoint stops the host when it starts, with a message that says what to do.</summary>
public class WiringTests
{
    [Fact]
    public Task A_scheme_that_is_not_there() =>
        StopsAsync(app => app.MapPost("/x", () => "in").RequireSignature("theon"), "HTTP: POST /x", "scheme 'theon'", "AddScheme");

    [Fact]
    public Task A_scheme_that_is_not_there_on_a_group() =>
        StopsAsync(app => app.MapGroup("/g").RequireSignature("theon").MapGet("/x", () => "in"), "HTTP: GET /g/x", "scheme 'theon'");

    [Fact]
    public Task A_webhook_s_scheme_that_is_not_there() => StopsAsync(app => app.MapWebhook("/hook", "stripe", _ => Task.CompletedTask), "scheme 'stripe'", "AddScheme");

    [Fact]
    public Task API_keys_that_nobody_added() => StopsAsync(app => app.MapGet("/x", () => "in").RequireApiKey(), "AddApiKeys()");

    [Fact]
    public Task Limits_that_nobody_added() => StopsAsync(app => app.MapGet("/x", () => "in").RequireLimit(), "AddLimits()");

    [Fact]
    public Task An_address_limit_without_limits() => StopsAsync(app => app.UseAddressLimit("address"), "AddLimits()");

    [Fact]
    public Task A_policy_that_is_not_there() => StopsAsync(
        app => app.MapGet("/x", () => "in").RequireLimit("bulkk"),
        builder => builder.Services.AddHmacKit(hmac => hmac.AddLimits(options => options.Tiers["bulk"] = [BucketLimit.PerHour(3)])),
        "policy 'bulkk'",
        "There are: bulk.");

    [Theory]
    [InlineData("gateway")]
    [InlineData("/gateway/")]
    [InlineData("/")]
    [InlineData("/gateway?x")]
    [InlineData("/gate#way")]
    [InlineData("/gäteway")]
    public Task A_prefix_that_can_t_be_right(string prefix) => StopsAsync(
        app => app.MapGet("/orders", () => "in").RequireSignature("theone"),
        builder => builder.Services.Configure<SignatureOptions>("theone", options => options.PublicPathPrefix = prefix),
        $"PublicPathPrefix of scheme 'theone' is '{prefix}'");

    [Fact]
    public Task A_prefix_in_the_configuration_that_can_t_be_right() => StopsAsync(
        app => app.MapGet("/orders", () => "in").RequireSignature("configured"),
        builder => AddConfigured(builder, "gateway"),
        "PublicPathPrefix of scheme 'configured' is 'gateway'");

    [Fact]
    public async Task A_prefix_in_the_configuration_is_in_front_of_the_path_that_is_verified()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapGet("/orders", () => "in").RequireSignature("configured"), builder => AddConfigured(builder, "/gateway"));
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/orders", signedTarget: "/gateway/orders"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public Task An_attribute_of_a_controller_that_asks_for_what_is_not_there() => StopsAsync(
        app => app.MapControllers(),
        builder => builder.Services.AddControllers().AddApplicationPart(typeof(WiringTests).Assembly),
        "KeyController",
        "AddApiKeys()",
        "AddLimits()");

    [Fact]
    public Task An_attribute_that_nothing_would_enforce() => StopsAsync(
        app => app.MapGet("/x", [RequireSignature("theone")] () => "in"), "call RequireSignature on the endpoint");

    [Fact]
    public async Task There_is_no_call_to_forget()
    {
        // The compiler takes this package's AddHmacKit, although the engine's fits as well.
        var services = (IServiceCollection)new ServiceCollection();
        services.AddLogging().AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(SignedApp.Ring)));
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        Assert.NotNull(Gates.Of(provider));

        // Code that was compiled against the engine alone is told what to do.
        var other = (IServiceCollection)new ServiceCollection();
        HmacKitServiceCollectionExtensions.AddHmacKit(other, _ => { });
        await using ServiceProvider without = other.BuildServiceProvider();
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Gates.Of(without));
        Assert.Contains("call services.AddHmacKit", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_a_web_server_may_reference_the_package()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(SignedApp.Ring)));
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SignedApp.StartAsync(app =>
        {
            app.MapGet("/a", () => "in").RequireSignature("theon");
            app.MapGet("/b", () => "in").RequireApiKey();
            app.MapGet("/c", () => "in").RequireLimit();
        }));
        Assert.Equal(3, exception.Message.Split(Environment.NewLine).Length);
    }

    private static void AddConfigured(WebApplicationBuilder builder, string prefix)
    {
        builder.Configuration["HmacKit:configured:PublicPathPrefix"] = prefix;
        builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac => hmac
            .AddScheme("configured", SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(SignedApp.Ring)));
    }

    private static Task StopsAsync(Action<WebApplication> map, params string[] parts) => StopsAsync(map, _ => { }, parts);

    private static async Task StopsAsync(Action<WebApplication> map, Action<WebApplicationBuilder> configure, params string[] parts)
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SignedApp.StartAsync(map, configure));
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
