using Providers.Json;

namespace Providers.Guide;

/// <summary>A list in pages, and a change of many things at once.</summary>
internal sealed class GuideEndpoints(ProductCatalog products)
{
    private const int MostItems = 100;
    private const int MaxSku = 100;
    private const long MostQuantity = 1_000_000_000;

    public IResult List(HttpContext context)
    {
        if (context.Request.Query.ContainsKey(CursorQuery.Name))
        {
            return CursorQuery.TryRead(context, out CursorQuery cursor)
                ? ListAfter(context, cursor)
                : BadRequest("cursor is one that an answer gave, or empty to begin; limit is a whole number from 1 to 100.");
        }

        if (!PageQuery.TryRead(context, out PageQuery query))
        {
            return BadRequest("page and limit are whole numbers over zero; limit is at most 100.");
        }

        (List<Product> page, long total) = products.List(query.Page, query.Limit);
        string path = context.Request.Path.ToUriComponent();
        return ApiJson.Answer(new
        {
            data = page,
            page = query.Page,
            limit = query.Limit,
            total,
            next = query.Next(path, total),
            prev = query.Previous(path, total),
        });
    }

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

    /// <summary>A page behind a place in the list, which stays where it is while the list changes.</summary>
    private IResult ListAfter(HttpContext context, CursorQuery cursor)
    {
        List<Product> page = products.ListAfter(cursor.After, cursor.Limit + 1);
        bool isMore = page.Count > cursor.Limit;
        page = page[..Math.Min(page.Count, cursor.Limit)];
        string? next = isMore ? CursorQuery.Write(page[^1].Sku) : null;
        return ApiJson.Answer(new
        {
            data = page,
            limit = cursor.Limit,
            next_cursor = next,
            next = next is null ? null : $"{context.Request.Path.ToUriComponent()}?cursor={next}&limit={cursor.Limit}",
        });
    }

    private static IResult BadRequest(string error) => ApiJson.Answer(new { error }, StatusCodes.Status400BadRequest);

    private sealed record BulkItem(string? Sku, long? Quantity);

    private sealed record BulkRequest(BulkItem[]? Items);
}
