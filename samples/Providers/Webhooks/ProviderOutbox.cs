using HmacKit;
using HmacKit.Webhooks;
using Providers.Guide;
using Providers.Store;

namespace Providers.Webhooks;

/// <summary>The one outbox of the host: OneRing's webhooks and the guide's, each signed as its document says.</summary>
internal static class ProviderOutbox
{
    private const int KeptAnswerBytes = 500;

    public static IServiceCollection AddProviderOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWebhookSending(options =>
        {
            options.AllowLoopbackBecauseThisIsDevelopment = configuration.GetValue<bool>("OneRing:AllowLoopbackWebhooks");
            options.KeptAnswerBytes = KeptAnswerBytes;
        });
        return services.AddWebhookOutbox(static provider => provider.GetRequiredService<ProviderDatabase>().Webhooks, static options =>
        {
            options.Scheme = SchemeCatalog.OneRing;
            options.DefaultPolicy = "onering";
            options.Schemes[GuideApi.WebhookScheme] = SchemeCatalog.Body;
        });
    }
}
