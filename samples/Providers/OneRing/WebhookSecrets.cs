namespace Providers.OneRing;

/// <summary>The secrets that the settings give to the subscriptions of test keys; all others are random.</summary>
internal sealed class WebhookSecrets(IConfiguration configuration)
{
    private readonly Dictionary<string, string> _insecureFixed =
        new(configuration.GetSection("OneRing:InsecureFixedWebhookSecrets").Get<Dictionary<string, string>>() ?? [], StringComparer.Ordinal);

    /// <summary>The secret for a subscription that is made with this key; null for a random one.</summary>
    public string? FixedFor(string keyId) => _insecureFixed.GetValueOrDefault(keyId);
}
