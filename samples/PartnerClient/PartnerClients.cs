using HmacKit;
using HmacKit.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerClient.Guide;
using PartnerClient.OneRing;
using PartnerClient.Oort;
using PartnerClient.OsayCore;
using PartnerClient.TheOne;
using PartnerClient.Tour;

namespace PartnerClient;

/// <summary>A typed client for each API: what it takes to sign is one line each, and no client knows of it.</summary>
internal static class PartnerClients
{
    public static IServiceCollection AddPartnerClients(this IServiceCollection services, IConfiguration configuration)
    {
        var address = new Uri(configuration["base-url"] ?? "http://127.0.0.1:5080");
        void Address(HttpClient client) => client.BaseAddress = address;

        services.AddHmacKit(configuration.GetSection("HmacKit"), hmac => hmac
            .AddScheme(SchemeCatalog.OsayCore)
            .AddScheme(SchemeCatalog.TheOne)
            .AddScheme(SchemeCatalog.Oort)
            .AddScheme("guide-webhook", SchemeCatalog.Body));
        services.AddHttpClient<OneRingClient>(Address)
            .AddApiKey(_ => configuration["OneRing:ApiKey"])
            .AddRateLimitWaiting();
        services.AddHttpClient<OsayCoreClient>(Address).AddHmacSigning("osaycore");
        services.AddHttpClient<TheOneClient>(Address)
            .AddHmacSigning("theone", options => options.ClockCorrection = ClockCorrection.FromEndpoint("/api/v1/time"));
        services.AddHttpClient<BrokerClient>(Address).AddApiKey(_ => configuration["TheOne:BrokerToken"]);
        services.AddHttpClient<OortClient>(Address).AddHmacSigning("oort");
        services.AddHttpClient<GuideClient>(Address)
            .AddApiKey(_ => configuration["Guide:ApiKey"], options => options.HeaderName = "X-API-Key");
        services.AddHttpClient<GuideTokenClient>(Address)
            .AddClientCredentials((_, options) =>
            {
                options.TokenEndpoint = new Uri(address, "/oauth/token");
                options.Origin = address;
                options.ClientId = configuration["Guide:ClientId"] ?? "";
                options.ClientSecret = configuration["Guide:ClientSecret"] ?? "";
                options.Scopes = ["read"];
            });
        services.AddHttpClient<GuideSignIn>(Address);
        services.AddHttpClient<StockWebhookClient>(Address).AddHmacSigning("guide-webhook");

        return services
            .AddTransient<ApiTour, OneRingTour>()
            .AddTransient<ApiTour, OsayCoreTour>()
            .AddTransient<ApiTour, TheOneTour>()
            .AddTransient<ApiTour, OortTour>()
            .AddTransient<ApiTour, GuideTour>()
            .AddTransient<GrandTour>();
    }
}
