using PartnerClient.Json;

namespace PartnerClient.Guide;

/// <summary>The same API with an access token of the application's own, which its handler fetches, keeps and renews.</summary>
internal sealed class GuideTokenClient(HttpClient http)
{
    public Task<ProductPage> FirstPageAsync() => http.GetAsync("guide/products?page=1&limit=20", ApiJson.Default.ProductPage);
}
