using System.Globalization;
using PartnerClient.Tour;

namespace PartnerClient.TheOne;

/// <summary>Every call of TheOne: an estimate, a swap and its order, and a key of one's own.</summary>
internal sealed class TheOneTour(TheOneClient theOne, BrokerClient broker) : ApiTour("theone")
{
    public override async Task RunAsync(CallTable calls)
    {
        await calls.CallAsync(
            "GET /api/v1/time",
            theOne.GetTimeAsync,
            time => DateTimeOffset.FromUnixTimeMilliseconds(time.Milliseconds).ToString("u", CultureInfo.InvariantCulture));
        await calls.CallAsync(
            "POST /api/v1/estimate",
            () => theOne.EstimateAsync(new TradeOrder("ETH", "USDT", "1.5")),
            estimate => $"{estimate.Amount} {estimate.From} for {estimate.EstimatedAmount} {estimate.To}");
        Trade? trade = await calls.CallAsync(
            "POST /api/v1/swap",
            () => theOne.SwapAsync(new TradeOrder("ETH", "USDT", "1.5", SlippageBps: 30)),
            trade => $"{trade.OrderId}, {trade.Status}");
        await calls.CallAsync("GET /api/v1/orders/{id}/status", () => theOne.GetOrderAsync(trade?.OrderId ?? "none"), order => order.Status);
        await calls.CallAsync("GET /api/v1/balances", theOne.GetBalancesAsync, Text);
        IssuedKey? key = await calls.CallAsync(
            "POST /broker/v1/keys",
            () => broker.CreateKeyAsync(new NewKey("Tour", "Made by samples/PartnerClient", ["read"], TimeProvider.System.GetUtcNow().AddHours(1))),
            key => key.ToString());
        if (key is not null)
        {
            await calls.CallAsync("GET /api/v1/balances (new key)", () => broker.GetBalancesAsync(key), Text);
        }
    }

    private static string Text(BalanceList list) => string.Join(", ", list.Balances.Select(balance => $"{balance.Available} {balance.Asset}"));
}
