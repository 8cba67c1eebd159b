namespace HmacKit.Webhooks;

/// <summary>A delivery that this process has taken.</summary>
internal sealed record DueDelivery(
    long Id, string Lease, int Attempt, string EventId, string EventType, string ContentType, byte[] Body, string? Trace, WebhookSubscription Subscription, string Secrets, long Version);

/// <summary>What came of an attempt.</summary>
/// <param name="Due">The delivery.</param>
/// <param name="Outcome">Its name.</param>
/// <param name="State">What becomes of the delivery.</param>
/// <param name="At">When the attempt began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="NextAt">When the next one is due, if there is one.</param>
/// <param name="StatusCode">What the receiver answered.</param>
/// <param name="Answer">The first bytes of the answer.</param>
/// <param name="Disable">Why the subscription is to be disabled; null if it isn't.</param>
internal sealed record AttemptResult(
    DueDelivery Due, string Outcome, DeliveryState State, DateTimeOffset At, TimeSpan Duration, DateTimeOffset EndedAt, DateTimeOffset? NextAt, int? StatusCode, string? Answer, string? Disable)
{
    /// <summary>A subscription that has failed for too long.</summary>
    public const string Failing = "failing";

    /// <summary>Whether the receiver was asked, so that what came of it speaks for or against its subscription.</summary>
    public bool IsOfReceiver => Outcome is not ("unsendable" or "secret_unreadable");
}
