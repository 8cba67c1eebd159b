using System.Text.Json;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>A genuine event that has come in, and what tells it from others; null if nothing does.</summary>
internal sealed record ReceivedWebhook(WebhookEvent Event, WebhookIdentity? Identity);

/// <summary>Reads the events of an endpoint from what was verified.</summary>
/// <param name="scheme">The scheme.</param>
/// <param name="name">The name under which it was added.</param>
/// <param name="endpoint">The endpoint's name.</param>
/// <param name="options">The endpoint's settings.</param>
internal sealed class WebhookReading(SignatureScheme scheme, string name, string endpoint, WebhookOptions options)
{
    private readonly EventField? _identity = options.EventIdentity ?? scheme.EventIdentity;
    private readonly EventField? _type = options.EventType ?? scheme.EventType;
    private readonly TimeSpan _maxSkew = scheme.Freshness?.MaxSkew ?? TimeSpan.Zero;

    // Or the answer to a handshake could be the signature of an event.
    private readonly bool _isObject = (options.Handshake ?? scheme.Handshake) is { AnswersWithMac: true };

    public string Scheme => name;

    /// <summary>The events of a body; null if they can't be told.</summary>
    public List<ReceivedWebhook>? Read(
        in VerificationResult result, ReadOnlyMemory<byte> body, IHeaderDictionary headers, IReadOnlyDictionary<string, string> kept, DateTimeOffset now)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> parts = [body];
        if ((_isObject && !IsObject(body.Span)) || (_identity is not null && !_identity.TrySplit(body, out parts)))
        {
            return null;
        }

        var events = new List<ReceivedWebhook>(parts.Count);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            var verified = new SignedEvent(result.Id, result.Nonce, result.SignedAt, part);
            if (!TryRead(_identity, verified, headers, out string? identity) || !TryRead(_type, verified, headers, out string? type))
            {
                return null;
            }

            // An event without the id that others of its vendor have is told by what is signed of it.
            bool isNamed = identity is not null && _identity != EventField.SignedContent && _identity != EventField.BodyDigest && _identity != EventField.SignedNonce;
            string? value = identity ?? (_identity is null || EventField.SignedContent.Read(verified, default, out string digest) != EventFieldStatus.Found ? null : digest);
            var webhookEvent = new WebhookEvent
            {
                Scheme = name,
                Body = part,
                Id = result.Id ?? (isNamed ? identity : null),
                Type = type,
                KeyId = result.KeyId ?? "",
                Identity = result.Identity,
                SignedAt = result.SignedAt,
                ReceivedAt = now,
                UnsignedHeaders = kept,
            };
            events.Add(new ReceivedWebhook(
                webhookEvent,
                value is null ? null : new WebhookIdentity(name, endpoint, webhookEvent.KeyId, value, webhookEvent.SignedAt ?? now, _maxSkew)));
        }

        return events;
    }

    private static bool TryRead(EventField? field, in SignedEvent verified, IHeaderDictionary headers, out string? value)
    {
        value = null;
        if (field is null)
        {
            return true;
        }

        StringValues values = field.HeaderName is { } header ? headers[header] : default;
        EventFieldStatus status = field.Read(verified, values.Count > 1 ? HeaderValue.Repeated : HeaderValue.Of(values), out string found);
        value = status == EventFieldStatus.Found ? found : null;
        return status != EventFieldStatus.Malformed;
    }

    private static bool IsObject(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> start = body.TrimStart(" \n\r\t"u8);
        if (start.IsEmpty || start[0] != (byte)'{')
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
