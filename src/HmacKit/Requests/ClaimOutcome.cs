namespace HmacKit;

/// <summary>What came of reading what a request claims of itself. The default is "no".</summary>
public enum ClaimOutcome
{
    /// <summary>It is there, but twice, too long, or not written as the scheme says.</summary>
    Malformed,

    /// <summary>Something that the scheme needs isn't there.</summary>
    Missing,

    /// <summary>It was read.</summary>
    Found,
}
