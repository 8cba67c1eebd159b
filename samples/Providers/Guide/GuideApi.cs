using HmacKit.AspNetCore;

namespace Providers.Guide;

/// <summary>What the integration guide describes: keys in a header of their own, pages, bulk, and a signed webhook that comes in.</summary>
internal static class GuideApi
{
    public const string WebhookScheme = "guide-webhook";

    private const string ApiKeys = "guide";
    private const string Scope = "products";

    public static IServiceCollection AddGuide(this IServiceCollection services)
    {
        services.Configure<ApiKeyOptions>(ApiKeys, options => options.Header = "X-API-Key");
        return services.AddSingleton<ProductCatalog>().AddSingleton<StockEvents>();
    }

    public static void MapGuide(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/guide").RequireApiKey(Scope, ApiKeys).RequireLimit();
        api.MapGet("/products", GuideEndpoints.List);
        api.MapPost("/products/bulk", GuideEndpoints.UpdateManyAsync).RequireLimit("bulk");

        StockEvents events = app.ServiceProvider.GetRequiredService<StockEvents>();
        app.MapWebhook("/guide/webhooks", WebhookScheme, events.HandleAsync);
    }
}
