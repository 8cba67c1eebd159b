using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.AspNetCore;

/// <summary>What tells an event of an endpoint from all others.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Endpoint">The endpoint: two of them may be sent one id, as each subscription of a vendor's is.</param>
/// <param name="KeyId">Whose event it is.</param>
/// <param name="Value">What the vendor tells events by.</param>
/// <param name="SignedAt">When the event was signed.</param>
/// <param name="MaxSkew">The greatest skew of the scheme.</param>
internal sealed record WebhookIdentity(string Scheme, string Endpoint, string KeyId, string Value, DateTimeOffset SignedAt, TimeSpan MaxSkew)
{
    /// <summary>The name of the event in this process.</summary>
    public string Key => $"{KeyId}\n{Value}";

    /// <summary>The claim in a store that other processes share.</summary>
    public ReplayClaim ToClaim(TimeSpan rememberFor)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Endpoint}\n{Key}"));
        return new ReplayClaim(Scheme, KeyId, $"webhook {Base64Url.EncodeToString(digest)}", SignedAt, SignedAt + rememberFor, MaxSkew);
    }
}
