using HmacKit;

namespace Providers.OneRing;

/// <summary>What a tier opens, beside its limit.</summary>
internal static class OneRingTiers
{
    private const string Free = "free";
    private const string Pro = "pro";
    private const string Enterprise = "enterprise";

    /// <summary>Webhooks are for tiers that are paid for.</summary>
    public static string[] WithWebhooks => [Pro, Enterprise];

    /// <summary>Whether a key is OneRing's: this host has API keys of other providers too.</summary>
    public static bool IsOneRings(KeyIdentity key) => key.Tier is Free or Pro or Enterprise;
}
