using HmacKit.AspNetCore;

namespace Providers.TheOne;

/// <summary>The TheOne trading API, whose calls are signed, and the one call of brokers, which have a token.</summary>
internal static class TheOneApi
{
    private const string Scheme = "theone";
    private const string Broker = "broker";
    private const string Read = "read";
    private const string Trade = "trade";

    public static IServiceCollection AddTheOne(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SignatureOptions>(Scheme, options => options.Answer = TheOneAnswer.Instance);
        services.Configure<ApiKeyOptions>(Broker, options => options.Answer = TheOneAnswer.Instance);
        return services
            .AddSingleton<OrderBook>()
            .AddSingleton(configuration.GetSection("TheOne").Get<TheOneSettings>() ?? new TheOneSettings());
    }

    public static void MapTheOne(this IEndpointRouteBuilder app)
    {
        IServiceProvider services = app.ServiceProvider;
        app.MapKeys("/broker/v1/keys", policy: null, BrokerKeys.Configure(Scheme, services.GetRequiredService<TheOneSettings>(), services.GetRequiredService<TimeProvider>()))
            .RequireApiKey("create:keys", Broker)
            .RequireLimit();

        RouteGroupBuilder api = app.MapGroup("/api/v1").RequireLimit();
        api.MapGet("/time", TradingEndpoints.Time);
        api.MapPost("/estimate", (Delegate)TradingEndpoints.EstimateAsync).RequireSignature(Scheme, Read);
        api.MapPost("/swap", TradingEndpoints.SwapAsync).RequireSignature(Scheme, Trade);
        api.MapGet("/orders/{id}/status", TradingEndpoints.OrderStatus).RequireSignature(Scheme, Read);
        api.MapGet("/balances", TradingEndpoints.Balances).RequireSignature(Scheme, Read);
    }
}
