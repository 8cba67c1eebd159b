namespace HmacKit;

/// <summary>The outcome of looking at an API key. It is for logs and metrics: a caller who may know which check failed can find out which keys exist.</summary>
public enum ApiKeyStatus
{
    /// <summary>Nothing was verified: the value of a result that nobody filled in. It means no.</summary>
    NotVerified,

    /// <summary>The key is right, accepted at this time, and has the scope that is needed.</summary>
    Valid,

    /// <summary>There is no key in the header.</summary>
    Missing,

    /// <summary>It isn't written like a key: another prefix, length, character or authentication scheme, or a wrong checksum.</summary>
    Malformed,

    /// <summary>No key of that id was issued.</summary>
    UnknownKey,

    /// <summary>The id exists, but the secret isn't its own, or isn't any more.</summary>
    SecretMismatch,

    /// <summary>The key is right, but its time hasn't come yet.</summary>
    NotYetValid,

    /// <summary>The key is right, but its time is over.</summary>
    Expired,

    /// <summary>The key is right, but is switched off for now.</summary>
    Disabled,

    /// <summary>The key is right, but was switched off for good.</summary>
    Revoked,

    /// <summary>The key is right, but only chosen keys are let in at present.</summary>
    CanaryOnly,

    /// <summary>The key is right, but doesn't have the scope that is needed.</summary>
    InsufficientScope,

    /// <summary>The store of keys couldn't be asked. Refused, but it isn't the caller's fault: answer 503, not 401.</summary>
    StoreUnavailable,
}
