namespace PartnerClient.Guide;

internal sealed record Product(string Sku, string Name, long Quantity);

internal sealed record ProductPage(Product[] Data, int Page, int Limit, long Total, string? Next, string? Prev);

internal sealed record BulkItem(string Sku, long Quantity);

internal sealed record BulkUpdate(BulkItem[] Items);

internal sealed record BulkResult(int Updated);

internal sealed record StockChange(string Type, string Sku, long Quantity);
