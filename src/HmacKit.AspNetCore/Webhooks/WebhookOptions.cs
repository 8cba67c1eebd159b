using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>How the events of one webhook endpoint are queued, handled and remembered.</summary>
public sealed class WebhookOptions
{
    /// <summary>The most events that wait for their handler; over zero. 1,000 by default. Senders of more are told to come again.</summary>
    public int QueueCapacity { get; set; } = 1000;

    /// <summary>The most bytes of bodies that are waiting or being handled; over zero. 64 MiB by default. Senders of more are told to come again.</summary>
    public long MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many events are handled at once; over zero. 4 by default. Only with 1 are they handled in the order of their coming.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How often a failing handler is called for an event in all; over zero. Null (the default) for 3, and for 12 with an inbox.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>How long to wait before the second attempt; twice as long before each further one, at most a minute, or what the inbox says. At most 1 day; 1 second by default.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a handler may take before its token is cancelled, which counts as a failure; over zero, at most 1 day. 1 minute by default.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long an event is known, here and in the replay store, from its signed time on. At least the scheme's window (greatest age +
    /// greatest skew), in which a copy of it would be genuine, and at most what the store can hold: 4 days in memory; 3,650 days with an inbox. 24 hours by default.
    /// </summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many events are known as handled or under way; over zero. 100,000 by default, some 200 bytes each. The oldest make
    /// room for new ones, but none within the scheme's time window: then senders are told to come again.
    /// </summary>
    public int MaxRemembered { get; set; } = 100_000;

    /// <summary>The seconds in <c>Retry-After</c> for a sender that is told to come again; over zero. 10 by default.</summary>
    public int RetryAfterSeconds { get; set; } = 10;

    /// <summary>
    /// The endpoint's name in the inbox; null (the default) for its pattern. Give it one if the pattern may change: what waits under another name isn't
    /// handled.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// With an inbox: events with the same text here are handled one after the other, in the order of their coming. Null (the default), and for an event
    /// that it gives null for, there is no order.
    /// </summary>
    public Func<WebhookEvent, string?>? OrderBy { get; set; }

    /// <summary>What tells this endpoint's events apart, in place of what the scheme says; null by default.</summary>
    public EventField? EventIdentity { get; set; }

    /// <summary>Where the type of this endpoint's events is, in place of where the scheme says; null by default.</summary>
    public EventField? EventType { get; set; }

    /// <summary>How the vendor makes sure of this endpoint, in place of how the scheme says; null by default.</summary>
    public Handshake? Handshake { get; set; }

    /// <summary>
    /// The token that was agreed on with the vendor for its handshake, compared in constant time; null by default. A handshake that has such a
    /// token, or that brings a secret, needs this or <see cref="AcceptHandshake"/>.
    /// </summary>
    public string? HandshakeToken { get; set; }

    /// <summary>
    /// Whether a handshake that isn't signed is expected, asked before it is answered: the place to look at <c>hub.topic</c>, or to keep the secret in
    /// <see cref="HandshakeAnswer.HeaderValue"/> if one is awaited. Null by default.
    /// </summary>
    public Func<HttpContext, HandshakeAnswer, ValueTask<bool>>? AcceptHandshake { get; set; }

    /// <summary>
    /// An answer of your own to a genuine event, given at once: null to go on as usual; any other result is the answer, and the event isn't
    /// handled any further. It sees events that come again, too. Null by default.
    /// </summary>
    public Func<WebhookEvent, CancellationToken, ValueTask<IResult?>>? Respond { get; set; }

    /// <summary>Names of headers to keep for the handler, such as <c>X-GitHub-Event</c>; none by default. No signature covers them.</summary>
    public IList<string> KeptUnsignedHeaders { get; } = [];

    /// <summary>
    /// Called when the last attempt has failed: the place for a dead letter, since a sender that was answered 200 sends the
    /// event again only if its own people ask it to.
    /// </summary>
    public Func<WebhookEvent, Exception, ValueTask>? OnGivenUp { get; set; }

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(3650);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(QueueCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueuedBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Concurrency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxAttempts ?? 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRemembered);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RetryAfterSeconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, LongestTime);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandlerTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HandlerTimeout, LongestTime);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RememberFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RememberFor, LongestMemory);
    }
}
