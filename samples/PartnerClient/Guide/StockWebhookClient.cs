using PartnerClient.Json;

namespace PartnerClient.Guide;

/// <summary>The other way round: a shop that tells of its stock, in a webhook whose body is signed.</summary>
internal sealed class StockWebhookClient(HttpClient http)
{
    public Task SendAsync(StockChange change) => http.PostAsync("guide/webhooks", change, ApiJson.Default.StockChange);
}
