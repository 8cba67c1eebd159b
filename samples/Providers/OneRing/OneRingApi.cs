using HmacKit.AspNetCore;
using HmacKit.Http;

namespace Providers.OneRing;

/// <summary>The OneRing external API: keys as bearer tokens, limits by tier, and signed webhooks the other way.</summary>
internal static class OneRingApi
{
    private const string ApiKeys = "onering";

    public static IServiceCollection AddOneRing(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ApiKeyOptions>(ApiKeys, options =>
        {
            options.Answer = OneRingAnswer.Instance;
            options.Accepts = OneRingTiers.IsOneRings;
            options.CanaryOnly = configuration.GetValue<bool>("OneRing:CanaryOnly");
        });
        services.AddWebhookSending(options =>
        {
            options.RetryPolicy = WebhookRetryPolicy.OneRing;
            options.AllowLoopbackBecauseThisIsDevelopment = configuration.GetValue<bool>("OneRing:AllowLoopbackWebhooks");
        });
        return services
            .AddSingleton<Subscriptions>()
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<Outbox>()
            .AddHostedService<OutboxSender>();
    }

    public static void MapOneRing(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/v1/external").RequireLimit();
        api.MapGet("/me", RingEndpoints.Me).RequireApiKey(scope: null, ApiKeys);
        api.MapGet("/users/{id}/rings", RingEndpoints.Rings).RequireApiKey("read:rings", ApiKeys);
        api.MapGet("/webhooks", WebhookEndpoints.List).RequireApiKey(scope: null, ApiKeys);
        api.MapPost("/webhooks", WebhookEndpoints.CreateAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(OneRingTiers.WithWebhooks);
        api.MapPost("/events", WebhookEndpoints.PublishAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(OneRingTiers.WithWebhooks);
    }
}
