using Providers.Store;

namespace Providers.Guide;

/// <summary>How many there are of each product.</summary>
internal sealed class ProductCatalog(ProviderDatabase database, string table)
{
    /// <summary>Sets the quantities of many products; none of them if one isn't there.</summary>
    /// <returns>The products that aren't there.</returns>
    public List<string> SetQuantities(IReadOnlyDictionary<string, long> quantities) => database.Change(connection =>
    {
        List<string> known = connection.Query($"SELECT sku FROM {table}", row => row.GetString(0));
        List<string> unknown = [.. quantities.Keys.Except(known, StringComparer.Ordinal)];
        if (unknown.Count == 0)
        {
            foreach ((string sku, long quantity) in quantities)
            {
                connection.Execute($"UPDATE {table} SET quantity = $quantity WHERE sku = $sku", ("$quantity", quantity), ("$sku", sku));
            }
        }

        return unknown;
    });
}
