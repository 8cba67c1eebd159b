namespace Providers.Guide;

/// <summary>Where the records of a list are: statements with <c>$id</c> and <c>$body</c>. All names in them are the host's own.</summary>
internal sealed record RecordTable(string From, string Id, string Body, string Insert, string Update, string Delete)
{
    /// <summary>Products, which have columns of their own.</summary>
    public static RecordTable Products(string table) => new(
        table,
        "sku",
        "json_object('sku', sku, 'name', name, 'quantity', quantity)",
        $"INSERT OR IGNORE INTO {table} (sku, name, quantity) VALUES ($id, $body ->> '$.name', $body ->> '$.quantity')",
        $"UPDATE {table} SET name = $body ->> '$.name', quantity = $body ->> '$.quantity' WHERE sku = $id",
        $"DELETE FROM {table} WHERE sku = $id");

    /// <summary>Everything else, as JSON.</summary>
    public static RecordTable Of(string environment, string kind) => new(
        $"(SELECT id, body FROM guide_records WHERE environment = '{environment}' AND kind = '{kind}')",
        "id",
        "body",
        $"INSERT OR IGNORE INTO guide_records (environment, kind, id, body) VALUES ('{environment}', '{kind}', $id, $body)",
        $"UPDATE guide_records SET body = $body WHERE environment = '{environment}' AND kind = '{kind}' AND id = $id",
        $"DELETE FROM guide_records WHERE environment = '{environment}' AND kind = '{kind}' AND id = $id");
}
