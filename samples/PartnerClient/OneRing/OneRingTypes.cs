namespace PartnerClient.OneRing;

internal sealed record Caller(string KeyId, string? OwnerUserId, string[] Scopes, string? RateLimitTier, bool CanaryEnabled);

internal sealed record Rings(string UserId, long TotalRing, long EarnedRing, long PendingRing);

internal sealed record NewSubscription(string Url, string[] Events);

/// <summary>A subscription. The secret is in the answer to its creation only.</summary>
internal sealed record Subscription(string Id, string Url, string? Secret, string[] Events, DateTimeOffset? CreatedAt, DateTimeOffset? LastDeliveredAt);

internal sealed record SubscriptionList(Subscription[] Webhooks);

internal sealed record TestEvent(string EventType, Dictionary<string, string> Data);

internal sealed record QueuedEvent(string EventId, bool Queued);
