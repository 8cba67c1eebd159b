using System.Text.Json.Nodes;
using Providers.Json;
using Providers.Store;

namespace Providers.Guide;

/// <summary>What a kind of record is made of.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Id">The member that tells one from another.</param>
/// <param name="Rule">What a caller must send, in words.</param>
/// <param name="Read">The members that are kept of what somebody sent; null if they aren't right.</param>
internal sealed record RecordKind(string Name, string Id, string Rule, Func<JsonObject, JsonObject?> Read)
{
    private const int MaxId = 100;
    private const int MostItems = 100;
    private const long MostQuantity = 1_000_000_000;

    public static RecordKind Products { get; } = new("products", "sku", "sku, name and quantity are required.", static sent =>
        Text(sent, "sku", MaxId) is { } sku && Text(sent, "name") is { } name && Number(sent, "quantity", 0) is { } quantity
            ? new() { ["sku"] = sku, ["name"] = name, ["quantity"] = quantity }
            : null);

    public static RecordKind Customers { get; } = new("customers", "id", "email and name are required.", static sent =>
        IdOf(sent, "cus_") is { } id && Text(sent, "email", 254) is { } email && email.Contains('@', StringComparison.Ordinal) && Text(sent, "name") is { } name
            ? new() { ["id"] = id, ["email"] = email, ["name"] = name }
            : null);

    public static RecordKind Prices { get; } = new("prices", "sku", "sku, cents and currency are required; promotion_percent is from 0 to 100.", static sent =>
        Text(sent, "sku", MaxId) is { } sku && Number(sent, "cents", 0) is { } cents && Text(sent, "currency", 3) is { Length: 3 } currency
        && (sent.ContainsKey("promotion_percent") ? Number(sent, "promotion_percent", 0) : 0) is { } promotion and <= 100
            ? new() { ["sku"] = sku, ["cents"] = cents, ["currency"] = currency, ["promotion_percent"] = promotion }
            : null);

    /// <summary>Orders. What comes of the payment is played in the sandbox, by the card's number, which is never kept; what is live waits for somebody who takes money.</summary>
    public static RecordKind Orders(bool isSandbox) => new("orders", "id", "customer_id and items with sku and quantity are required.", sent =>
    {
        if (IdOf(sent, "ord_") is not { } id || Text(sent, "customer_id", MaxId) is not { } customer || sent["items"] is not JsonArray { Count: > 0 and <= MostItems } items)
        {
            return null;
        }

        var kept = new JsonArray();
        foreach (JsonNode? item in items)
        {
            if (item is not JsonObject line || Text(line, "sku", MaxId) is not { } sku || Number(line, "quantity", 1) is not { } quantity)
            {
                return null;
            }

            kept.Add(new JsonObject { ["sku"] = sku, ["quantity"] = quantity });
        }

        string? status = sent.ContainsKey("status") ? Text(sent, "status", MaxId) : "open";
        string payment = isSandbox ? Played(Text(sent, "card", MaxId)) : "pending";
        return status is "open" or "fulfilled" or "cancelled"
            ? new() { ["id"] = id, ["customer_id"] = customer, ["items"] = kept, ["status"] = status, ["payment"] = payment }
            : null;
    });

    private static string Played(string? card) => card switch
    {
        "4242424242424242" => "paid",
        "4000000000000002" => "declined",
        _ => "pending",
    };

    private static string? IdOf(JsonObject sent, string prefix) => sent.ContainsKey("id") ? Text(sent, "id", MaxId) : RandomId.WithPrefix(prefix);

    private static string? Text(JsonObject sent, string name, int max = ApiJson.MaxText) =>
        sent[name] is JsonValue value && value.TryGetValue(out string? text) && ApiJson.IsText(text, max) ? text : null;

    private static long? Number(JsonObject sent, string name, long least) =>
        sent[name] is JsonValue value && value.TryGetValue(out long number) && number >= least && number <= MostQuantity ? number : null;
}
