using Providers.Callers;
using Providers.Json;

namespace Providers.TheOne;

/// <summary>Estimates, swaps, and what came of them.</summary>
internal static class TradingEndpoints
{
    private const int DefaultSlippageBps = 50;
    private const int MostSlippageBps = 10_000;

    public static IResult Time(TimeProvider time) => ApiJson.Answer(new Dictionary<string, long> { ["serverTime"] = time.GetUtcNow().ToUnixTimeMilliseconds() });

    public static async Task<IResult> EstimateAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not var (quote, slippageBps))
        {
            return TheOneAnswers.BadRequest("Invalid request");
        }

        return ApiJson.Answer(new
        {
            from = quote.From,
            to = quote.To,
            amount = AssetAmount.Write(quote.Amount),
            estimated_amount = AssetAmount.Write(quote.Received),
            minimum_amount = AssetAmount.Write(quote.Received * (MostSlippageBps - slippageBps) / MostSlippageBps),
            rate = AssetAmount.Write(quote.Rate),
            fee = AssetAmount.Write(quote.Fee),
            slippage_bps = slippageBps,
        });
    }

    public static async Task<IResult> SwapAsync(HttpContext context, OrderBook orders)
    {
        if (await ReadAsync(context) is not var (quote, slippageBps))
        {
            return TheOneAnswers.BadRequest("Invalid request");
        }

        return orders.Swap(CallerKey.OwnerOf(context), quote, slippageBps) is { } order
            ? Show(order)
            : TheOneAnswers.BadRequest("Insufficient balance");
    }

    public static IResult OrderStatus(HttpContext context, string id, OrderBook orders) =>
        orders.Find(CallerKey.OwnerOf(context), id) is { } order ? Show(order) : TheOneAnswers.NotFound("Order not found");

    public static IResult Balances(HttpContext context, OrderBook orders) => ApiJson.Answer(new
    {
        balances = orders.Balances(CallerKey.OwnerOf(context)).Select(balance => new
        {
            asset = balance.Asset,
            available = AssetAmount.Write(balance.Amount),
        }),
    });

    private static async ValueTask<(Quote Quote, int SlippageBps)?> ReadAsync(HttpContext context)
    {
        TradeRequest? request = await ApiJson.ReadAsync<TradeRequest>(context);
        int slippageBps = request?.SlippageBps ?? DefaultSlippageBps;
        return request is not null
            && Markets.IsAsset(request.From)
            && Markets.IsAsset(request.To)
            && request.From != request.To
            && AssetAmount.TryRead(request.Amount, out decimal amount)
            && slippageBps is >= 0 and <= MostSlippageBps
            ? (Markets.Quote(request.From!, request.To!, amount), slippageBps)
            : null;
    }

    private static IResult Show(Order order) => ApiJson.Answer(new
    {
        order_id = order.Id,
        status = order.Status,
        from = order.From,
        to = order.To,
        amount = AssetAmount.Write(order.Amount),
        received = AssetAmount.Write(order.Received),
        created_at = ApiJson.Time(order.Created),
    });

    private sealed record TradeRequest(string? From, string? To, string? Amount, int? SlippageBps);
}
