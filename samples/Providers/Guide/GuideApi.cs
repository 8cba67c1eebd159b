using HmacKit;
using HmacKit.AspNetCore;
using Providers.OAuth;
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
    private const string WriteScope = "products:write";
    private const string Tier = "guide";
    private const string KeyHeader = "X-API-Key";
    private const string KeysOrTokens = "guide-keys-or-tokens";
    private const string OAuthTokens = "guide-oauth";
    private const string MayRead = "guide-read";
    private const string MayWrite = "guide-write";

    public static IServiceCollection AddGuide(this IServiceCollection services)
    {
        services.AddAuthentication()
            .AddApiKey(Live, static options => Configure(options, "live"))
            .AddUserToken(OAuthTokens, static options => options.ValidateToken = OAuthApi.ValidateAsync)
            .AddPolicyScheme(KeysOrTokens, displayName: null, static options => options.ForwardDefaultSelector = static context =>
                context.Request.Headers.ContainsKey(KeyHeader) || context.Request.Headers.Authorization.Count == 0 ? Live : OAuthTokens);
        services.AddAuthorizationBuilder()
            .AddPolicy(MayRead, static policy => policy.AddAuthenticationSchemes(KeysOrTokens).RequireScope(Scope))
            .AddPolicy(MayWrite, static policy => policy.AddAuthenticationSchemes(KeysOrTokens).RequireScope(WriteScope));
        services.Configure<ApiKeyOptions>(Sandbox, static options => Configure(options, "test"));
        return services
            .AddKeyedSingleton(Live, static (provider, _) => new ProductCatalog(provider.GetRequiredService<ProviderDatabase>(), "guide_products"))
            .AddKeyedSingleton(Sandbox, static (provider, _) => new ProductCatalog(provider.GetRequiredService<ProviderDatabase>(), "guide_sandbox_products"))
            .AddSingleton(static provider => new StockEvents(provider.GetRequiredKeyedService<ProductCatalog>(Live), provider.GetRequiredService<ILogger<StockEvents>>()));
    }

    public static void MapGuide(this IEndpointRouteBuilder app)
    {
        MapProducts(app.MapGroup("/guide"), Live, MayRead, MayWrite);
        MapProducts(app.MapGroup("/sandbox/guide").RequireApiKey(Scope, Sandbox), Sandbox, read: null, write: null);
        app.MapKeys("/guide/keys", policy: null, static options =>
        {
            options.Scopes.Add(Scope);
            options.Scopes.Add(WriteScope);
            options.Environments.Add("live");
            options.Environments.Add("test");
            options.Tier = Tier;
        }).RequireApiKey("keys", Live).RequireLimit();

        StockEvents events = app.ServiceProvider.GetRequiredService<StockEvents>();
        app.MapWebhook("/guide/webhooks", WebhookScheme, events.HandleAsync);
    }

    /// <summary>Products, for keys and for OAuth tokens alike where policies say so.</summary>
    private static void MapProducts(RouteGroupBuilder group, string name, string? read, string? write)
    {
        var products = new GuideEndpoints(group.ServicesOf().GetRequiredKeyedService<ProductCatalog>(name));
        RouteGroupBuilder api = group.MapGroup("").RequireLimit();
        RouteHandlerBuilder list = api.MapGet("/products", products.List);
        RouteHandlerBuilder bulk = api.MapPost("/products/bulk", (Delegate)products.UpdateManyAsync).RequireLimit("bulk");
        if (read is not null && write is not null)
        {
            list.RequireAuthorization(read);
            bulk.RequireAuthorization(write);
        }
    }

    private static IServiceProvider ServicesOf(this RouteGroupBuilder group) => ((IEndpointRouteBuilder)group).ServiceProvider;

    private static void Configure(ApiKeyOptions options, string environment)
    {
        options.Header = KeyHeader;
        options.Environment = environment;
        options.Accepts = static key => key.Tier == Tier;
    }
}
