using HmacKit.AspNetCore;
using HmacKit.Webhooks;
using Providers.Callers;
using Providers.Webhooks;

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
        return services.AddSingleton<WebhookSecrets>();
    }

    public static void MapOneRing(this IEndpointRouteBuilder app)
    {
        IServiceProvider services = app.ServiceProvider;
        string[] withWebhooks = OneRingTiers.With(OneRingTiers.Webhooks, services.GetRequiredService<IConfiguration>());
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        WebhookSecrets secrets = services.GetRequiredService<WebhookSecrets>();
        var webhooks = new SubscriptionEndpoints(
            services.GetRequiredService<WebhookOutbox>(),
            new WebhookForm(CallerKey.OwnerOf, (id, type, data) => PublishEndpoint.Write(id, type, data, time), OneRingAnswers.Refuse)
            {
                FixedSecretOf = context => secrets.FixedFor(CallerKey.Of(context).KeyId),
            });
        RouteGroupBuilder api = app.MapGroup("/v1/external").RequireLimit();
        api.MapGet("/me", RingEndpoints.Me).RequireApiKey(scope: null, ApiKeys);
        api.MapGet("/users/{id}/rings", RingEndpoints.Rings).RequireApiKey("read:rings", ApiKeys);
        api.MapGet("/webhooks", (Delegate)webhooks.ListAsync).RequireApiKey(scope: null, ApiKeys);
        api.MapPost("/webhooks", (Delegate)webhooks.CreateAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPut("/webhooks/{id}/events", webhooks.SelectEventsAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/webhooks/{id}/secret", webhooks.GenerateSecretAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/webhooks/{id}/test", webhooks.TestAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
        api.MapPost("/events", PublishEndpoint.PublishAsync).RequireApiKey(scope: null, ApiKeys).RequireTier(withWebhooks);
    }
}
