namespace HmacKit.Webhooks;

/// <summary>An event for all subscriptions of its owner that want it.</summary>
/// <param name="Owner">Whose event it is.</param>
/// <param name="Type">Its type: letters, digits, <c>_</c>, <c>-</c> and dots, at most 100 characters.</param>
/// <param name="Body">What is sent, at most 1 MiB.</param>
public sealed record OutgoingEvent(string Owner, string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>Its id, the same at every attempt: 1 to 128 printable ASCII characters. Null (the default) for <c>evt_</c> and 32 hex digits.</summary>
    public string? Id { get; init; }

    /// <summary>What the body is; <c>application/json</c> by default.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Type and owner; nothing of the body.</summary>
    public override string ToString() => $"{Type} of {Owner}";
}

/// <summary>What has become of an event for one subscription.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, or sent again.</summary>
    Waiting,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>A dead letter: it isn't sent again unless somebody says so.</summary>
    Dead,
}

/// <summary>An event on its way to one subscription.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SubscriptionId">Whom it is for.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="EventType">The event's type.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="DueAt">When the next attempt is due, if it is waiting.</param>
/// <param name="CreatedAt">When it was enqueued.</param>
/// <param name="EndedAt">When it was delivered or became a dead letter; null if it is waiting.</param>
/// <param name="Outcome">What came of the last attempt; null if there was none.</param>
/// <param name="StatusCode">What the receiver answered last; null if it didn't.</param>
public sealed record DeliveryRecord(
    long Id, string SubscriptionId, string EventId, string EventType, DeliveryState State, int Attempts, DateTimeOffset DueAt, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string? Outcome, int? StatusCode);

/// <summary>One attempt to deliver an event. No secret and no signature is in it.</summary>
/// <param name="Attempt">Which one it was, from 1.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="StatusCode">What the receiver answered; null if it didn't.</param>
/// <param name="Answer">The first bytes of the answer as text; null if there were none.</param>
public sealed record AttemptRecord(int Attempt, DateTimeOffset At, TimeSpan Duration, string Outcome, int? StatusCode, string? Answer);
