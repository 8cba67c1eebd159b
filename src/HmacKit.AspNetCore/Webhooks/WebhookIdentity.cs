using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.AspNetCore;

/// <summary>What tells an event of an endpoint from all others, by its scheme's replay rule.</summary>
internal sealed class WebhookIdentity
{
    private readonly string _scheme;
    private readonly string _pattern;
    private readonly string _keyId;
    private readonly DateTimeOffset _signedAt;
    private readonly TimeSpan _maxSkew;

    private WebhookIdentity(string scheme, string pattern, string value, WebhookEvent webhookEvent, TimeSpan maxSkew)
    {
        _scheme = scheme;
        _pattern = pattern;
        _keyId = webhookEvent.KeyId;
        _signedAt = webhookEvent.SignedAt ?? webhookEvent.ReceivedAt;
        _maxSkew = maxSkew;
        Key = $"{webhookEvent.KeyId}\n{value}";
    }

    /// <summary>The name of the event in this process.</summary>
    public string Key { get; }

    /// <summary>The identity of a genuine event; null if its scheme has no replay rule, so that two events may be alike.</summary>
    public static WebhookIdentity? Of(SignatureScheme scheme, string pattern, WebhookEvent webhookEvent, string? nonce)
    {
        string? value = scheme.Replay switch
        {
            ReplayRule.ById => webhookEvent.Id,
            ReplayRule.ByNonce => nonce,

            // The signature header may be written in several ways; what it covers can't.
            ReplayRule.BySignature => string.Create(
                CultureInfo.InvariantCulture,
                $"{webhookEvent.SignedAt?.ToUnixTimeMilliseconds()}\n{Convert.ToHexString(SHA256.HashData(webhookEvent.Body.Span))}"),
            _ => null,
        };
        return value is null ? null : new WebhookIdentity(webhookEvent.Scheme, pattern, value, webhookEvent, scheme.Freshness?.MaxSkew ?? TimeSpan.Zero);
    }

    /// <summary>
    /// The claim in a store that other processes share. It has the endpoint in it: two endpoints may be sent one id, as each
    /// subscription of a vendor's is.
    /// </summary>
    public ReplayClaim ToClaim(TimeSpan rememberFor)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{_pattern}\n{Key}"));
        return new ReplayClaim(_scheme, _keyId, $"webhook {Base64Url.EncodeToString(digest)}", _signedAt, _signedAt + rememberFor, _maxSkew);
    }
}
