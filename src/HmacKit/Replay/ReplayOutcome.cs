namespace HmacKit;

/// <summary>What a replay store says of a claim.</summary>
public enum ReplayOutcome
{
    /// <summary>The store couldn't be asked. The default: no answer is never a yes.</summary>
    Unavailable,

    /// <summary>The claim is new, and from now on it is remembered. Exactly one caller gets this for one claim.</summary>
    Added,

    /// <summary>The claim was made before, or it has expired.</summary>
    Seen,

    /// <summary>The store has no room left. It never forgets a live claim to make some.</summary>
    Full,

    /// <summary>
    /// The message may have been used before the store's memory began, and nobody can know: see
    /// <see cref="MemoryReplayStoreOptions.RefuseSignedBeforeStart"/>. Signed again, it is accepted.
    /// </summary>
    TooEarly,
}
