namespace HmacKit.Webhooks;

/// <summary>A genuine event as it goes into an inbox.</summary>
/// <param name="Endpoint">The endpoint whose handler it is for.</param>
/// <param name="Event">The event.</param>
/// <param name="Identity">What tells it from all others of its endpoint, scheme and key; null if nothing does.</param>
public sealed record InboxMessage(string Endpoint, WebhookEvent Event, string? Identity)
{
    /// <summary>Until when it is known as an event that came before.</summary>
    public required DateTimeOffset KeepUntil { get; init; }

    /// <summary>Events with the same text here are handled one after the other, in the order of their coming; null for no order.</summary>
    public string? OrderKey { get; init; }

    /// <summary>The trace of its request (W3C <c>traceparent</c>); null if there is none.</summary>
    public string? Trace { get; init; }
}

/// <summary>An event that somebody has taken to handle it.</summary>
/// <param name="Id">Its number in the inbox.</param>
/// <param name="Lease">What proves that it is still the taker's.</param>
/// <param name="Message">The event, with the number of this attempt.</param>
public sealed record LeasedMessage(long Id, string Lease, InboxMessage Message);

/// <summary>An event whose last attempt has failed.</summary>
/// <param name="Id">Its number in the inbox.</param>
/// <param name="Message">The event, with the number of attempts.</param>
/// <param name="EndedAt">When it was given up.</param>
/// <param name="Error">What the handler threw: the exception's type and message.</param>
public sealed record DeadMessage(long Id, InboxMessage Message, DateTimeOffset EndedAt, string Error);

/// <summary>How many events of an inbox are in which state.</summary>
/// <param name="Waiting">To be handled, or being handled.</param>
/// <param name="Dead">Given up.</param>
public readonly record struct InboxCounts(long Waiting, long Dead);
