using System.Text.Json;
using HmacKit.AspNetCore;
using HmacKit.Webhooks;
using Providers.Diagnostics;
using Providers.Json;

namespace Providers.Guide;

/// <summary>Webhooks of a shop: how many of a product there are now. They are verified and answered before this runs.</summary>
internal sealed class StockEvents(ProductCatalog products, ILogger<StockEvents> logger)
{
    private const string StockChanged = "stock.changed";

    public Task HandleAsync(WebhookEvent webhook)
    {
        StockEvent? stock = Read(webhook);
        if (stock is { Type: StockChanged, Sku: { Length: > 0 } sku, Quantity: >= 0 and { } quantity })
        {
            bool isKnown = products.SetQuantities(new Dictionary<string, long> { [sku] = quantity }).Count == 0;
            Log.StockChanged(logger, isKnown);
        }
        else
        {
            // Its sender is right, but no retry makes it an event of ours.
            Log.EventIgnored(logger);
        }

        return Task.CompletedTask;
    }

    private static StockEvent? Read(WebhookEvent webhook)
    {
        try
        {
            return webhook.ReadJson<StockEvent>(ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record StockEvent(string? Type, string? Sku, long? Quantity);
}
