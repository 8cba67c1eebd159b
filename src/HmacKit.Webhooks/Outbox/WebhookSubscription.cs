namespace HmacKit.Webhooks;

/// <summary>Somebody who is sent events.</summary>
public sealed record WebhookSubscription
{
    /// <summary>The id: <c>wh_</c> and 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose events are sent.</summary>
    public required string Owner { get; init; }

    /// <summary>Where to.</summary>
    public required Uri Url { get; init; }

    /// <summary>Which events: types, beginnings of types such as <c>draft.*</c>, or <c>*</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The name of its schedule in <see cref="WebhookOutboxOptions.Policies"/>.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The name of its scheme in <see cref="WebhookOutboxOptions.Schemes"/>; empty for the outbox's own.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Whether it is sent anything.</summary>
    public SubscriptionStatus Status { get; init; }

    /// <summary>Why it is disabled; null if it isn't.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something was last delivered; null if nothing was.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>Since when every attempt has failed; null if the last one didn't.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Id and owner.</summary>
    public override string ToString() => $"{Id} of {Owner}";
}

/// <summary>Whether a subscription is sent anything.</summary>
public enum SubscriptionStatus
{
    /// <summary>Nothing: somebody has disabled it, its receiver wants no more (410), or it has failed for too long.</summary>
    Disabled,

    /// <summary>Its events.</summary>
    Active,
}

/// <summary>What came of the wish to subscribe.</summary>
public enum SubscribeStatus
{
    /// <summary>Nothing: the value of a result that nobody filled in.</summary>
    NotSubscribed,

    /// <summary>It is made.</summary>
    Subscribed,

    /// <summary>The address can't be one: not https, with a user, or not of the public internet.</summary>
    ForbiddenTarget,

    /// <summary>A type of events isn't as it should be, or there is none, or over 100.</summary>
    InvalidEvents,

    /// <summary>The secret isn't one of the scheme.</summary>
    InvalidSecret,

    /// <summary>There is no schedule of this name.</summary>
    UnknownPolicy,

    /// <summary>There is no scheme of this name.</summary>
    UnknownScheme,

    /// <summary>The owner has as many as there may be.</summary>
    TooMany,
}

/// <summary>What came of the wish to subscribe. The default value is "no".</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Subscription">The subscription; null if there is none.</param>
/// <param name="Secret">Its secret, which is shown this once.</param>
public readonly record struct SubscribeResult(SubscribeStatus Status, WebhookSubscription? Subscription = null, string? Secret = null)
{
    /// <summary>The status; never the secret.</summary>
    public override string ToString() => Status.ToString();
}

/// <summary>The wish to subscribe.</summary>
/// <param name="Owner">Whose events are sent.</param>
/// <param name="Url">Where to.</param>
/// <param name="Events">Which events: 1 to 100 types of letters, digits, <c>_</c>, <c>-</c> and dots, at most 100 characters; beginnings of types such as <c>draft.*</c>; or <c>*</c>.</param>
public sealed record SubscriptionRequest(string Owner, Uri Url, IReadOnlyList<string> Events)
{
    /// <summary>The name of its schedule; null (the default) for <see cref="WebhookOutboxOptions.DefaultPolicy"/>.</summary>
    public string? Policy { get; init; }

    /// <summary>The name of its scheme in <see cref="WebhookOutboxOptions.Schemes"/>; null (the default) for the outbox's own.</summary>
    public string? Scheme { get; init; }

    /// <summary>Its secret; null (the default) for a new random one.</summary>
    public string? Secret { get; init; }

    /// <summary>Owner and address; never the secret.</summary>
    public override string ToString() => $"{Owner} to {Url}";
}
