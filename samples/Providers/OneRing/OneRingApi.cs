using HmacKit;
using HmacKit.AspNetCore;
using Providers.Store;

namespace Providers.OneRing;

/// <summary>The OneRing external API: keys as bearer tokens, limits by tier, and signed webhooks the other way.</summary>
internal static class OneRingApi
{
    private const string ApiKeys = "onering";
    private const int KeptAnswerBytes = 500;

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
            options.AllowLoopbackBecauseThisIsDevelopment = configuration.GetValue<bool>("OneRing:AllowLoopbackWebhooks");
            options.KeptAnswerBytes = KeptAnswerBytes;
        });
        services.AddWebhookOutbox(static provider => provider.GetRequiredService<ProviderDatabase>().Webhooks, options =>
        {
            options.Scheme = SchemeCatalog.OneRing;
            options.DefaultPolicy = "onering";
        });
        return services.AddSingleton<WebhookSecrets>();
    }

    public static void MapOneRing(this IEndpointRouteBuilder app)
    {
        string[] withWebhooks = OneRingTiers.With(OneRingTiers.Webhooks, app.ServiceProvider.GetRequiredService<IConfiguration>());
        RouteGroupBuilder api = app.MapGroup("/v1/external").RequireLimit();
        api.MapGet("/me", RingEndpoints.Me).RequireApiKey(scope: null, ApiKeys);
        api.MapGet("/users/{id}/rings", RingEndpoints.Rings).RequireApiKey("read:rings", ApiKeys);
        api.MapGet("/webhooks", WebhookEndpoints.ListAsync).RequireApiKey(scope: null, ApiKeys);
        api.MapPost("/webhooks", WebhookEndpoints.CreateAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPut("/webhooks/{id}/events", WebhookEndpoints.SelectEventsAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/webhooks/{id}/secret", WebhookEndpoints.GenerateSecretAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/webhooks/{id}/test", WebhookEndpoints.TestAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/events", WebhookEndpoints.PublishAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
    }
}
