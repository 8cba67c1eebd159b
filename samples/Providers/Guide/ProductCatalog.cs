using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.Guide;

internal sealed record Product(string Sku, string Name, long Quantity);

/// <summary>The guide's resource: products and how many there are.</summary>
internal sealed class ProductCatalog(ProviderDatabase database, string table)
{
    public (List<Product> Page, long Total) List(int page, int limit)
    {
        using SqliteConnection connection = database.Open();
        List<Product> products = connection.Query(
            $"SELECT sku, name, quantity FROM {table} ORDER BY sku LIMIT $limit OFFSET $offset",
            row => new Product(row.GetString(0), row.GetString(1), row.GetInt64(2)),
            ("$limit", limit),
            ("$offset", (long)(page - 1) * limit));
        return (products, connection.Query($"SELECT count(*) FROM {table}", row => row.GetInt64(0)).Single());
    }

    /// <summary>The products behind one, which needn't be there any more.</summary>
    public List<Product> ListAfter(string sku, int limit)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            $"SELECT sku, name, quantity FROM {table} WHERE sku > $after ORDER BY sku LIMIT $limit",
            row => new Product(row.GetString(0), row.GetString(1), row.GetInt64(2)),
            ("$after", sku),
            ("$limit", limit));
    }

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
