namespace HmacKit.Webhooks;

/// <summary>Which dead letters of an outbox; the default is all of them.</summary>
public readonly record struct DeadLetters
{
    /// <summary>One of them, by its <see cref="DeliveryRecord.Id"/>.</summary>
    public long? Id { get; init; }

    /// <summary>Those of a subscription.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Those that ended at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those that ended before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    internal string Where =>
        (Id is null ? "" : " AND id = @id") + (SubscriptionId is null ? "" : " AND subscription_id = @subscription")
        + (From is null ? "" : " AND ended_at >= @from") + (Until is null ? "" : " AND ended_at < @until");

    internal (string Name, object? Value)[] Values =>
    [
        .. Id is { } id ? [("id", id)] : Array.Empty<(string, object?)>(),
        .. SubscriptionId is { } subscription ? [("subscription", subscription)] : Array.Empty<(string, object?)>(),
        .. From is { } from ? [("from", from.ToUnixTimeMilliseconds())] : Array.Empty<(string, object?)>(),
        .. Until is { } until ? [("until", until.ToUnixTimeMilliseconds())] : Array.Empty<(string, object?)>(),
    ];
}
