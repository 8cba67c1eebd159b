using HmacKit;
using HmacKit.AspNetCore;
using Providers.Store;

namespace Providers.Guide;

/// <summary>
/// What the integration guide describes: keys in a header of their own, pages, bulk, and a signed webhook that comes in; once for what is live and
/// once as a sandbox, each with keys and data of its own.
/// </summary>
internal static class GuideApi
{
    public const string WebhookScheme = "guide-webhook";

    private const string Live = "guide";
    private const string Sandbox = "guide-sandbox";
    private const string Scope = "products";
    private const string Tier = "guide";

    public static IServiceCollection AddGuide(this IServiceCollection services)
    {
        services.Configure<ApiKeyOptions>(Live, static options => Configure(options, "live"));
        services.Configure<ApiKeyOptions>(Sandbox, static options => Configure(options, "test"));
        return services
            .AddKeyedSingleton(Live, static (provider, _) => new ProductCatalog(provider.GetRequiredService<ProviderDatabase>(), "guide_products"))
            .AddKeyedSingleton(Sandbox, static (provider, _) => new ProductCatalog(provider.GetRequiredService<ProviderDatabase>(), "guide_sandbox_products"))
            .AddSingleton(static provider => new StockEvents(provider.GetRequiredKeyedService<ProductCatalog>(Live), provider.GetRequiredService<ILogger<StockEvents>>()));
    }

    public static void MapGuide(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/guide").MapProducts(Live);
        app.MapGroup("/sandbox/guide").MapProducts(Sandbox);
        app.MapKeys("/guide/keys", policy: null, static options =>
        {
            options.Scopes.Add(Scope);
            options.Environments.Add("live");
            options.Environments.Add("test");
            options.Tier = Tier;
        }).RequireApiKey("keys", Live).RequireLimit();

        StockEvents events = app.ServiceProvider.GetRequiredService<StockEvents>();
        app.MapWebhook("/guide/webhooks", WebhookScheme, events.HandleAsync);
    }

    private static void MapProducts(this RouteGroupBuilder group, string name)
    {
        var products = new GuideEndpoints(group.ServicesOf().GetRequiredKeyedService<ProductCatalog>(name));
        RouteGroupBuilder api = group.MapGroup("").RequireApiKey(Scope, name).RequireLimit();
        api.MapGet("/products", products.List);
        api.MapPost("/products/bulk", (Delegate)products.UpdateManyAsync).RequireLimit("bulk");
    }

    private static IServiceProvider ServicesOf(this RouteGroupBuilder group) => ((IEndpointRouteBuilder)group).ServiceProvider;

    private static void Configure(ApiKeyOptions options, string environment)
    {
        options.Header = "X-API-Key";
        options.Environment = environment;
        options.Accepts = static key => key.Tier == Tier;
    }
}
