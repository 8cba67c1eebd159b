using PartnerClient.Json;

namespace PartnerClient.TheOne;

/// <summary>TheOne's trading API. Its clock is asked for when a request is refused, and each attempt has a nonce of its own.</summary>
internal sealed class TheOneClient(HttpClient http)
{
    public Task<ServerTime> GetTimeAsync() => http.GetAsync("api/v1/time", ApiJson.Default.ServerTime);

    public Task<Estimate> EstimateAsync(TradeOrder order) =>
        http.PostAsync("api/v1/estimate", order, ApiJson.Default.TradeOrder, ApiJson.Default.Estimate);

    public Task<Trade> SwapAsync(TradeOrder order) => http.PostAsync("api/v1/swap", order, ApiJson.Default.TradeOrder, ApiJson.Default.Trade);

    public Task<Trade> GetOrderAsync(string id) => http.GetAsync($"api/v1/orders/{Uri.EscapeDataString(id)}/status", ApiJson.Default.Trade);

    public Task<BalanceList> GetBalancesAsync() => http.GetAsync("api/v1/balances", ApiJson.Default.BalanceList);
}
