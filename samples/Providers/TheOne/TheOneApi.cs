using HmacKit;

namespace Providers.TheOne;

/// <summary>The TheOne trading API, whose calls are signed, and the one call of brokers, which have a token.</summary>
internal static class TheOneApi
{
    public static IServiceCollection AddTheOne(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<OrderBook>()
        .AddSingleton(configuration.GetSection("TheOne").Get<TheOneSettings>() ?? new TheOneSettings());

    public static void MapTheOne(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/time", TradingEndpoints.Time);

        RouteGroupBuilder api = app.MapGroup("/api/v1").RequireSignature("theone");
        api.MapPost("/estimate", (Delegate)TradingEndpoints.EstimateAsync).RequirePermission("read");
        api.MapPost("/swap", TradingEndpoints.SwapAsync).RequirePermission("trade");
        api.MapGet("/orders/{id}/status", TradingEndpoints.OrderStatus).RequirePermission("read");
        api.MapGet("/balances", TradingEndpoints.Balances).RequirePermission("read");
    }

    /// <summary>Lets only keys through that were given the permission.</summary>
    private static void RequirePermission(this RouteHandlerBuilder endpoint, string permission) =>
        endpoint.AddEndpointFilter(async (context, next) =>
            context.HttpContext.GetVerification().Identity?.HasScope(permission) == true
                ? await next(context)
                : TheOneAnswers.MissingPermission(permission));
}
