using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HmacKit.Webhooks;

/// <summary>The secrets of subscriptions: sealed in the database, and as signers here.</summary>
internal sealed class SubscriptionSecrets(SecretProtector protector, TimeProvider time)
{
    private const int MostSigners = 10_000;
    private const int MostOlder = 4;

    private readonly ConcurrentDictionary<(string Id, long Version), RequestSigner> _signers = new();

    /// <summary>A new random secret as the scheme writes it.</summary>
    public static string Create(SignatureScheme scheme)
    {
        if (scheme.SecretFormat == KeyFormat.Text)
        {
            return "whsec_" + RandomNumberGenerator.GetHexString(64, lowercase: true);
        }

        string base64 = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        // Hex comes last, since it can be read as base64url too.
        string[] spellings = ["whsec_" + base64, base64, base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'), Convert.ToHexStringLower(Convert.FromBase64String(base64))];
        return Array.Find(spellings, secret => IsSecret(scheme, secret)) ?? throw new InvalidOperationException($"Scheme '{scheme.Name}' has secrets of a form that isn't known here: give each subscription its secret.");
    }

    public static bool IsSecret(SignatureScheme scheme, string secret)
    {
        try
        {
            scheme.ImportKey(secret).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The column of a subscription with one secret.</summary>
    public string Seal(string subscription, string secret) => Write([(Sealed(subscription, secret), null)]);

    /// <summary>The column with a new secret in front; the ones before it are accepted for a while.</summary>
    public string Rotate(string subscription, string column, string secret, DateTimeOffset oldExpires)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long end = oldExpires.ToUnixTimeMilliseconds();
        IEnumerable<(string, long?)> older = Read(column)
            .Where(entry => entry.Until is not { } until || until > now)
            .Select(entry => (entry.Sealed, (long?)Math.Min(entry.Until ?? end, end)))
            .Take(MostOlder);
        return Write([(Sealed(subscription, secret), null), .. older]);
    }

    /// <summary>Signs with all secrets that are accepted at the time of an attempt, as far as the scheme carries several; null if they can't be opened.</summary>
    public RequestSigner? SignerOf(SignatureScheme scheme, string subscription, long version, string column)
    {
        if (_signers.TryGetValue((subscription, version), out RequestSigner? known))
        {
            return known;
        }

        KeyRing? ring = null;
        foreach ((string text, long? until) in Read(column))
        {
            if (!protector.TryOpen(Convert.FromBase64String(text), subscription, out byte[]? secret))
            {
                return null;
            }

            HmacKey key = scheme.ImportKey(Encoding.UTF8.GetString(secret));
            ring = ring is null ? new KeyRing(key) : ring.WithAccepted(key, expires: DateTimeOffset.FromUnixTimeMilliseconds(until ?? 0));
        }

        if (ring is null)
        {
            return null;
        }

        if (_signers.Count >= MostSigners)
        {
            _signers.Clear();
        }

        return _signers[(subscription, version)] = new RequestSigner(scheme, ring, time);
    }

    private string Sealed(string subscription, string secret) => Convert.ToBase64String(protector.Seal(Encoding.UTF8.GetBytes(secret), subscription));

    private static string Write(IEnumerable<(string Sealed, long? Until)> entries) =>
        '[' + string.Join(',', entries.Select(static entry => string.Create(
            CultureInfo.InvariantCulture, $$"""{"sealed":"{{entry.Sealed}}","until":{{(entry.Until is { } until ? until.ToString(CultureInfo.InvariantCulture) : "null")}}}"""))) + ']';

    private static List<(string Sealed, long? Until)> Read(string column)
    {
        using JsonDocument json = JsonDocument.Parse(column);
        return [.. json.RootElement.EnumerateArray().Select(static entry => (
            entry.GetProperty("sealed").GetString() ?? "",
            entry.GetProperty("until").ValueKind == JsonValueKind.Number ? entry.GetProperty("until").GetInt64() : (long?)null))];
    }
}
