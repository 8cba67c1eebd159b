using System.Net;
using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.HttpOverrides;
using Providers.Audit;
using Providers.Errors;
using Providers.Guide;
using Providers.OAuth;
using Providers.OneRing;
using Providers.Oort;
using Providers.OsayCore;
using Providers.Reference;
using Providers.Store;
using Providers.TheOne;
using Providers.Webhooks;

namespace Providers;

/// <summary>One host with five documented APIs.</summary>
internal static class ProviderHost
{
    /// <summary>The most bytes of a body; the signed APIs allow less.</summary>
    private const int MaxBodyBytes = 128 * 1024;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        AddServices(builder.Services, builder.Configuration, builder.Environment);

        WebApplication app = builder.Build();
        app.UseTrustedProxies();
        app.UseApiErrors();
        app.UseGuideVersions();
        app.UseApiReference();
        app.UseRouting();
        app.UseAddressLimit("address");
        app.TakeNullContentForNone("/api/v1");
        app.UseAuthentication();
        app.UseAuthorization();
        if (app.Environment.IsDevelopment())
        {
            // Each request with the message that is signed and the cause of a refusal: for this machine alone, and nowhere else.
            app.MapSignatureInspector("/inspector");
            app.MapGet("/", () => Results.Redirect("/inspector/"));
        }

        app.MapOneRing();
        app.MapOsayCore();
        app.MapTheOne();
        app.MapOort();
        app.MapOAuth();
        app.MapGuide();
        app.MapApiReference();
        return app;
    }

    /// <summary>How a request came to a proxy, and from where, counts for those proxies alone that the settings name.</summary>
    private static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string proxy in app.Configuration.GetSection("Https:TrustedProxies").Get<string[]>() ?? [])
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        if (options.KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>Whether the host listens on loopback addresses and stands behind no proxy.</summary>
    private static bool IsReachedFromThisMachineAlone(ConfigurationManager configuration)
    {
        string[] others = ["http_ports", "https_ports", "Kestrel:Endpoints", "Https:TrustedProxies"];
        return others.All(name => string.IsNullOrEmpty(configuration[name]) && !configuration.GetSection(name).GetChildren().Any())
            && (configuration["urls"] ?? "http://localhost:5000").Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.IsLoopback);
    }

    private static void AddServices(IServiceCollection services, ConfigurationManager configuration, IHostEnvironment environment)
    {
        bool requiresHttps = configuration.GetValue<bool?>("Https:Required") ?? !(environment.IsDevelopment() || IsReachedFromThisMachineAlone(configuration));
        services.AddHmacKit(configuration.GetSection("HmacKit"), hmac => hmac
            .RequireHttps(requiresHttps)
            .AddApiKeys()
            .AddLimits()
            .AddUserTokens(TokenKeys.Create(), TokenKeys.RingId)
            .AddScheme(SchemeCatalog.OsayCore)
            .AddScheme(SchemeCatalog.TheOne)
            .AddCredentials("theone")
            .AddScheme(OortApi.Scheme, OortApi.SchemeOf(configuration))
            .AddCredentials(OortApi.Scheme)
            .AddScheme(GuideApi.WebhookScheme, SchemeCatalog.Body)
            .UseStore(configuration)
            .UseActivity(configuration));
        services.AddSingleton(_ => new ProviderDatabase(configuration["Store:Path"], ReplayAndLimits.PostgresOf(configuration)));
        services.AddProviderOutbox(configuration).AddOneRing(configuration).AddOsayCore().AddTheOne(configuration).AddOort().AddGuide().AddOAuth(configuration, requiresHttps).AddApiReference().AddSignatureInspector();
    }
}
