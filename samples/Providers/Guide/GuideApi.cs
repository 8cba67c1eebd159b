using HmacKit;
using HmacKit.AspNetCore;
using HmacKit.Webhooks;
using Providers.OAuth;
using Providers.Store;
using Providers.Webhooks;

namespace Providers.Guide;

/// <summary>
/// What the integration guide describes: keys in a header of their own, pages, bulk, and signed webhooks both ways; once for what is live and
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
            .AddKeyedSingleton(Live, CreateEvents)
            .AddKeyedSingleton(Sandbox, CreateEvents)
            .AddSingleton(static provider => new StockEvents(provider.GetRequiredKeyedService<ProductCatalog>(Live), provider.GetRequiredService<ILogger<StockEvents>>()));
    }

    public static void MapGuide(this IEndpointRouteBuilder app)
    {
        foreach (string path in new[] { "/guide", "/guide/v2" })
        {
            MapRecords(app.MapGroup(path), Live, MayRead, MayWrite);
        }

        MapVersion1(app.MapGroup(GuideVersions.Old));
        MapRecords(app.MapGroup("/sandbox/guide"), Sandbox, read: null, write: null);
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

    /// <summary>Products, prices, customers and orders, for keys and for OAuth tokens alike where policies say so.</summary>
    private static void MapRecords(RouteGroupBuilder group, string name, string? read, string? write)
    {
        RouteGroupBuilder api = group.MapGroup("").RequireLimit();
        var products = new GuideEndpoints(group.ServicesOf().GetRequiredKeyedService<ProductCatalog>(name));
        Require(api.MapPost("/products/bulk", (Delegate)products.UpdateManyAsync).RequireLimit("bulk"), write, WriteScope);
        foreach (RecordKind kind in new[] { RecordKind.Products, RecordKind.Prices, RecordKind.Customers, RecordKind.Orders(name == Sandbox) })
        {
            RecordEndpoints records = RecordsOf(group, name, kind);
            string one = kind == RecordKind.Products ? "/products/{id:regex(^(?!bulk$).+$)}" : $"/{kind.Name}/{{id}}"; // bulk is a call of its own
            Require(api.MapGet($"/{kind.Name}", records.List), read, Scope);
            Require(api.MapGet(one, records.Find), read, Scope);
            Require(api.MapPost($"/{kind.Name}", (Delegate)records.CreateAsync), write, WriteScope);
            Require(api.MapPut(one, records.ReplaceAsync), write, WriteScope);
            Require(api.MapDelete(one, records.DeleteAsync), write, WriteScope);
        }

        MapSubscriptions(api.MapGroup("/webhook-endpoints"), EventsOf(group, name).Subscriptions, read, write);
    }

    /// <summary>What the guide's page of developer settings has: an endpoint, its events, its secret, and a test.</summary>
    private static void MapSubscriptions(RouteGroupBuilder api, SubscriptionEndpoints webhooks, string? read, string? write)
    {
        Require(api.MapGet("", (Delegate)webhooks.ListAsync), read, Scope);
        Require(api.MapPost("", (Delegate)webhooks.CreateAsync), write, WriteScope);
        Require(api.MapPut("/{id}/events", webhooks.SelectEventsAsync), write, WriteScope);
        Require(api.MapPost("/{id}/secret", webhooks.GenerateSecretAsync), write, WriteScope);
        Require(api.MapPost("/{id}/test", webhooks.TestAsync), write, WriteScope);
    }

    private static void MapVersion1(RouteGroupBuilder group) =>
        Require(group.MapGet("/products", RecordsOf(group, Live, RecordKind.Products).ListAsVersion1).RequireLimit(), MayRead, Scope);

    private static void Require(RouteHandlerBuilder endpoint, string? policy, string scope)
    {
        if (policy is null)
        {
            endpoint.RequireApiKey(scope, Sandbox);
        }
        else
        {
            endpoint.RequireAuthorization(policy);
        }
    }

    private static RecordEndpoints RecordsOf(RouteGroupBuilder group, string name, RecordKind kind)
    {
        RecordTable table = kind == RecordKind.Products ? RecordTable.Products(name == Sandbox ? "guide_sandbox_products" : "guide_products") : RecordTable.Of(name, kind.Name);
        return new(new RecordCollection(group.ServicesOf().GetRequiredService<ProviderDatabase>(), table), kind, EventsOf(group, name));
    }

    private static RecordEvents EventsOf(RouteGroupBuilder group, string name) => group.ServicesOf().GetRequiredKeyedService<RecordEvents>(name);

    private static RecordEvents CreateEvents(IServiceProvider services, object? name) =>
        new(services.GetRequiredService<WebhookOutbox>(), services.GetRequiredService<TimeProvider>(), $"shop:{name}");

    private static IServiceProvider ServicesOf(this RouteGroupBuilder group) => ((IEndpointRouteBuilder)group).ServiceProvider;

    private static void Configure(ApiKeyOptions options, string environment)
    {
        options.Header = KeyHeader;
        options.Environment = environment;
        options.Accepts = static key => key.Tier == Tier;
    }
}
