using System.Runtime.CompilerServices;
using PartnerClient.Json;

namespace PartnerClient.Guide;

/// <summary>The integration guide's API, with an API key in a header of its own.</summary>
internal sealed class GuideClient(HttpClient http)
{
    public Task<BulkResult> UpdateManyAsync(BulkUpdate update) =>
        http.PostAsync("guide/products/bulk", update, ApiJson.Default.BulkUpdate, ApiJson.Default.BulkResult);

    /// <summary>All products, page by page. The links are the server's; the key's handler sends the key to no other origin.</summary>
    public async IAsyncEnumerable<ProductPage> ListAsync(int limit, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? path = $"guide/products?page=1&limit={limit}"; path is not null;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ProductPage page = await http.GetAsync(path, ApiJson.Default.ProductPage);
            yield return page;
            path = page.Next;
        }
    }
}
