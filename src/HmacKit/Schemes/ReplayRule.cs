namespace HmacKit;

/// <summary>What must not be seen twice within the window.</summary>
public enum ReplayRule
{
    /// <summary>Nothing: the scheme has no value that differs between two equal requests. Make the handler idempotent.</summary>
    None,

    /// <summary>The signed message or event id.</summary>
    ById,

    /// <summary>The signed nonce.</summary>
    ByNonce,

    /// <summary>The signature itself: only where two honest requests never carry the same one.</summary>
    BySignature,
}
