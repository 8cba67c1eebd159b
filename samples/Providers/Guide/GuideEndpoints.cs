using Providers.Json;

namespace Providers.Guide;

/// <summary>A change of many things at once.</summary>
internal sealed class GuideEndpoints(ProductCatalog products)
{
    private const int MostItems = 100;
    private const int MaxSku = 100;
    private const long MostQuantity = 1_000_000_000;

    public async Task<IResult> UpdateManyAsync(HttpContext context)
    {
        if (await ApiJson.ReadAsync<BulkRequest>(context) is not { Items: { Length: > 0 and <= MostItems } items }
            || !Array.TrueForAll(items, item => ApiJson.IsText(item?.Sku, MaxSku) && item!.Quantity is >= 0 and <= MostQuantity)
            || items.DistinctBy(item => item.Sku, StringComparer.Ordinal).Count() != items.Length)
        {
            return BadRequest($"items holds 1 to {MostItems} objects with a sku of its own and a quantity each.");
        }

        List<string> unknown = products.SetQuantities(items.ToDictionary(item => item.Sku!, item => item.Quantity!.Value, StringComparer.Ordinal));
        return unknown.Count == 0
            ? ApiJson.Answer(new { updated = items.Length })
            : ApiJson.Answer(new { error = "Some products aren't there.", unknown }, StatusCodes.Status404NotFound);
    }

    private static IResult BadRequest(string error) => ApiJson.Answer(new { error }, StatusCodes.Status400BadRequest);

    private sealed record BulkItem(string? Sku, long? Quantity);

    private sealed record BulkRequest(BulkItem[]? Items);
}
