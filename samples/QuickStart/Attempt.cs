namespace QuickStart;

/// <summary>What happens to a request between signing and arriving.</summary>
public enum Attempt
{
    AsSigned,
    ChangedBody,
    OldTimestamp,
    SentTwice,
    HeaderMissing,
    WrongKey,
}
