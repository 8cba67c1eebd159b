namespace Providers.TheOne;

/// <summary>What a swap would give.</summary>
internal sealed record Quote(string From, string To, decimal Amount, decimal Rate, decimal Fee, decimal Received);

/// <summary>The sample's prices, which stand still: in USDT for one of each asset.</summary>
internal static class Markets
{
    private const decimal FeeShare = 0.001m;
    private const int Decimals = 8;

    private static readonly Dictionary<string, decimal> Prices = new(StringComparer.Ordinal)
    {
        ["USDT"] = 1m,
        ["ETH"] = 3_000m,
        ["BTC"] = 90_000m,
    };

    public static bool IsAsset(string? asset) => asset is not null && Prices.ContainsKey(asset);

    /// <summary>What an amount gives, less the fee, rounded down: nobody gets more than they paid for.</summary>
    public static Quote Quote(string from, string to, decimal amount)
    {
        decimal rate = Prices[from] / Prices[to];
        decimal gross = amount * Prices[from] / Prices[to];
        decimal fee = Math.Round(gross * FeeShare, Decimals, MidpointRounding.ToPositiveInfinity);
        return new Quote(from, to, amount, Math.Round(rate, Decimals), fee, Math.Max(0, Math.Round(gross - fee, Decimals, MidpointRounding.ToZero)));
    }
}
