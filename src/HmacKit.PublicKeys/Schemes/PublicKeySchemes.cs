namespace HmacKit.PublicKeys;

/// <summary>Webhooks that are signed with a private key and verified with a public one. A receiver holds nothing secret.</summary>
public static class PublicKeySchemes
{
    /// <summary>
    /// Discord's interactions and webhook events: Ed25519 over timestamp and body. The secret is the application's public key in hex. Discord sends
    /// requests with bad signatures on purpose and wants 401 for them, and wants its PING answered with <c>{"type":1}</c>.
    /// </summary>
    public static SignatureScheme Discord => field ??= SignatureScheme.Compile(new()
    {
        Name = "discord",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["X-Signature-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Signature-Ed25519"] = HeaderFormat.Text("{signature:hex}"),
        },
        PublicKey = Ed25519.Algorithm,
        SecretFormat = KeyFormat.Hex,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/id"),
        AmbiguousBecause = "The vendor joins time and body without anything between them.",
        Documentation = new("https://discord.com/developers/docs/interactions/overview"),
    });

    /// <summary>
    /// Standard Webhooks, the asymmetric form (<c>v1a</c>): Ed25519 over id, time and body. The secret is the public key behind <c>whpk_</c>, which may be left
    /// out; a sender imports the private one with <see cref="StandardWebhooksPrivateKeys"/>.
    /// </summary>
    public static SignatureScheme StandardWebhooksV1A => field ??= SignatureScheme.Compile(new()
    {
        Name = "standard-webhooks-v1a",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["webhook-id"] = HeaderFormat.Text("{id}"),
            ["webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["webhook-signature"] = HeaderFormat.List("v1a,{signature:base64}", separator: ' '),
        },
        PublicKey = Ed25519.Algorithm,
        SecretFormat = KeyFormat.Base64.AfterOptional("whpk_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"),
    });

    /// <summary>How private keys of Standard Webhooks are written: base64 behind <c>whsk_</c>, which may be left out.</summary>
    public static KeyFormat StandardWebhooksPrivateKeys { get; } = KeyFormat.Base64.AfterOptional("whsk_");

    /// <summary>SendGrid's event webhook: ECDSA over P-256 of timestamp and body. The secret is the verification key that SendGrid shows, base64 of DER.</summary>
    public static SignatureScheme SendGrid => field ??= SignatureScheme.Compile(new()
    {
        Name = "sendgrid",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["X-Twilio-Email-Event-Webhook-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            [SendGridCode.SignatureHeader] = HeaderFormat.Text("{signature:base64}"),
        },
        PublicKey = PublicKeyAlgorithms.EcdsaP256Sha256Der,
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor joins time and body without anything between them.",
        Code = new SendGridCode(),
        Documentation = new("https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features"),
    });

    /// <summary>Telnyx webhooks: Ed25519 over time, a bar and the body. The secret is the account's public key in base64, as Mission Control shows it.</summary>
    public static SignatureScheme Telnyx => field ??= SignatureScheme.Compile(new()
    {
        Name = "telnyx",
        Message = "{timestamp}|{body}",
        Headers =
        {
            ["telnyx-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["telnyx-signature-ed25519"] = HeaderFormat.Text("{signature:base64}"),
        },
        PublicKey = Ed25519.Algorithm,
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/data/id"),
        EventType = EventField.Json("/data/event_type"),
        Documentation = new("https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks"),
    });

    /// <summary>
    /// eBay's event notifications: ECDSA over P-256 with SHA-1 of the body. The key id is the <c>kid</c> of the header; the secret is what
    /// <c>getPublicKey</c> answers for it, the base64 between the two lines. No time is signed: remember <c>notificationId</c>.
    /// </summary>
    public static SignatureScheme EBay => field ??= SignatureScheme.Compile(new()
    {
        Name = "ebay",
        Message = "{body}",
        Headers = { [EBayCode.SignatureHeader] = HeaderFormat.Text("{keyid}:{signature:base64}").InBase64() },
        PublicKey = new EcdsaP256Sha1(),
        SecretFormat = KeyFormat.Base64,
        EventIdentity = EventField.Json("/notification/notificationId"),
        EventType = EventField.Json("/metadata/topic"),
        Code = new EBayCode(),
        Documentation = new("https://developer.ebay.com/api-docs/commerce/notification/overview.html"),
    });
}
