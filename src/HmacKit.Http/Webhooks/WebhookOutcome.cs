namespace HmacKit.Http;

/// <summary>What came of an attempt to deliver a webhook.</summary>
public enum WebhookOutcome
{
    /// <summary>It wasn't sent: the value of a delivery that nobody filled in.</summary>
    NotSent,

    /// <summary>The receiver has it: it answered 200 to 299.</summary>
    Delivered,

    /// <summary>The receiver refused it, with 400 to 499: it would refuse it again, so there is no further attempt.</summary>
    Refused,

    /// <summary>The receiver answered otherwise, too late or not at all. A redirect counts as this: it isn't followed.</summary>
    Failed,

    /// <summary>The target may not be sent to, so nothing was: no https, or an address that isn't public.</summary>
    TargetForbidden,
}
