using PartnerClient.Tour;

namespace PartnerClient.Guide;

/// <summary>Every call of the integration guide.</summary>
internal sealed class GuideTour(GuideClient guide, GuideTokenClient withToken, StockWebhookClient stock) : ApiTour("guide")
{
    private const int Limit = 20;

    public override async Task RunAsync(CallTable calls)
    {
        await calls.CallAsync("GET /guide/products?page=…&limit=…", ListAsync, pages => $"{pages.Sum(page => page.Data.Length)} products in {pages.Count} pages");
        await calls.CallAsync(
            "POST /guide/products/bulk",
            () => guide.UpdateManyAsync(new BulkUpdate([new("sku_001", 7), new("sku_002", 9)])),
            result => $"{result.Updated} updated");
        await calls.CallAsync("GET /guide/products with an access token", withToken.FirstPageAsync, page => $"{page.Data.Length} of {page.Total} products");
        await calls.CallAsync("POST /guide/webhooks", SendAsync, change => $"{change.Sku}: {change.Quantity}");
    }

    private async Task<StockChange> SendAsync()
    {
        var change = new StockChange("stock.changed", "sku_001", 41);
        await stock.SendAsync(change);
        return change;
    }

    private async Task<List<ProductPage>> ListAsync()
    {
        List<ProductPage> pages = await guide.ListAsync(Limit).ToListAsync();
        return pages.Sum(page => page.Data.Length) == pages[0].Total
            ? pages
            : throw new InvalidOperationException("The pages don't add up.");
    }
}
