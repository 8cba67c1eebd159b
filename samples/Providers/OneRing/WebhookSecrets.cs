using System.Security.Cryptography;

namespace Providers.OneRing;

/// <summary>The secrets of new subscriptions: random ones, but for the test keys that the settings give a known one.</summary>
internal sealed class WebhookSecrets(IConfiguration configuration)
{
    private const string Prefix = "whsec_";

    private readonly Dictionary<string, string> _insecureFixed =
        new(configuration.GetSection("OneRing:InsecureFixedWebhookSecrets").Get<Dictionary<string, string>>() ?? [], StringComparer.Ordinal);

    /// <summary>The secret for a subscription that is made with this key.</summary>
    public string Create(string keyId) =>
        _insecureFixed.TryGetValue(keyId, out string? secret) ? secret : Prefix + RandomNumberGenerator.GetHexString(64, lowercase: true);
}
