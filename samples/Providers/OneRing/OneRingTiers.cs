using HmacKit;

namespace Providers.OneRing;

/// <summary>What a tier opens, beside its limit.</summary>
internal static class OneRingTiers
{
    private const string Free = "free";
    private const string Pro = "pro";
    private const string Enterprise = "enterprise";

    /// <summary>The feature that <c>OneRing:Features</c> gives to tiers that are paid for.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>The tiers that a feature is open to, as <c>OneRing:Features</c> of the settings says.</summary>
    /// <exception cref="InvalidOperationException">The settings open it to no tier, or to one that OneRing doesn't have.</exception>
    public static string[] With(string feature, IConfiguration configuration)
    {
        string[] tiers = configuration.GetSection($"OneRing:Features:{feature}").Get<string[]>() ?? [];
        return tiers.Length > 0 && tiers.All(static tier => tier is Free or Pro or Enterprise)
            ? tiers
            : throw new InvalidOperationException($"OneRing:Features:{feature} names one or more of {Free}, {Pro} and {Enterprise}.");
    }

    /// <summary>Whether a key is OneRing's: this host has API keys of other providers too.</summary>
    public static bool IsOneRings(KeyIdentity key) => key.Tier is Free or Pro or Enterprise;
}
