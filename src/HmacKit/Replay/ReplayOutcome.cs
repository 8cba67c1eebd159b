namespace HmacKit;

/// <summary>What a replay store says of a claim.</summary>
public enum ReplayOutcome
{
    /// <summary>The store couldn't be asked. The default: no answer is never a yes.</summary>
    Unavailable,

    /// <summary>The claim is new, and from now on it is remembered. Exactly one caller gets this for one claim.</summary>
    Added,

    /// <summary>The claim was made before, or it is too old for the store to know.</summary>
    Seen,

    /// <summary>The store has no room left. It never forgets a live claim to make some.</summary>
    Full,
}
