namespace HmacKit.Webhooks;

/// <summary>What came of an event that was offered to an inbox.</summary>
public enum InboxOutcome
{
    /// <summary>The database doesn't answer or is too slow: the sender has to come again.</summary>
    Unavailable,

    /// <summary>It is on the disk, and will be handled.</summary>
    Accepted,

    /// <summary>It came before.</summary>
    Repeated,
}
