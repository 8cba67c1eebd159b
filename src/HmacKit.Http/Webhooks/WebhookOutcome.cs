namespace HmacKit.Http;

/// <summary>What came of an attempt to deliver a webhook.</summary>
public enum WebhookOutcome
{
    /// <summary>It wasn't sent: the value of a delivery that nobody filled in.</summary>
    NotSent,

    /// <summary>The receiver has it: it answered 200 to 299.</summary>
    Delivered,

    /// <summary>The receiver refused it with a 4xx that the policy doesn't send again: it would refuse it again, so there is no further attempt.</summary>
    Refused,

    /// <summary>The receiver answered otherwise, too late or not at all. A redirect counts as this: it isn't followed.</summary>
    Failed,

    /// <summary>The receiver answered 410: it wants no more, so there is no further attempt, and its subscription should end.</summary>
    Gone,

    /// <summary>The target may not be sent to, so nothing was: no https, or an address that isn't public.</summary>
    TargetForbidden,
}
