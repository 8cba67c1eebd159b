using System.Text.Json.Serialization;

namespace PartnerClient.TheOne;

internal sealed record ServerTime([property: JsonPropertyName("serverTime")] long Milliseconds);

/// <summary>Amounts are text, as the API has them: no rounding on the way.</summary>
internal sealed record TradeOrder(string From, string To, string Amount, int? SlippageBps = null);

internal sealed record Estimate(string From, string To, string Amount, string EstimatedAmount, string Rate);

internal sealed record Trade(string OrderId, string Status, string From, string To, string Amount);

internal sealed record BalanceList(Balance[] Balances);

internal sealed record Balance(string Asset, string Available);

internal sealed record NewKey(string Name, string? Description, string[] Permissions, DateTimeOffset? ExpiresAt);

/// <summary>A new key. The secret is shown this once.</summary>
internal sealed record IssuedKey(string ApiKey, string Secret, string[] Permissions)
{
    public override string ToString() => ApiKey;
}
