namespace HmacKit;

/// <summary>
/// The outcome of a verification. It is for logs and metrics: tell the caller no more than "refused", since the
/// difference between two refusals helps anyone who is trying.
/// </summary>
public enum VerificationStatus
{
    /// <summary>Nothing was verified: the value of a result that nobody filled in. It means no.</summary>
    NotVerified,

    /// <summary>The signature is right, the time is within the window, and the request wasn't seen before.</summary>
    Valid,

    /// <summary>A header that the scheme needs isn't there, or a parameter, field, member, path segment or cookie.</summary>
    MissingHeader,

    /// <summary>A header, or whatever else carries it, occurs twice, is too long, isn't written as the scheme says or disagrees with another one; or the request can't be expressed in the scheme's message.</summary>
    MalformedHeader,

    /// <summary>
    /// The method isn't in upper case, which is how it is signed; or the target isn't a path with its query: it is absolute, holds a
    /// <c>#</c>, or has over 16 KiB. A server may route such a line to another place than the one that was signed.
    /// </summary>
    MalformedRequestLine,

    /// <summary>The signed time is older than the window.</summary>
    TimestampTooOld,

    /// <summary>The signed time is further in the future than the window allows.</summary>
    TimestampInFuture,

    /// <summary>There is no key of that id, or none for the scheme's algorithm.</summary>
    UnknownKey,

    /// <summary>No key of the ring is accepted at this time: all have expired, or aren't valid yet.</summary>
    KeyExpired,

    /// <summary>The key ring is switched off.</summary>
    KeyDisabled,

    /// <summary>The body is over the limit.</summary>
    BodyTooLarge,

    /// <summary>
    /// Something on the verifier's side read the body before the verification, so that what is left of it says nothing about
    /// the whole. Refused, but it isn't the caller's fault: verify first, or rewind the body.
    /// </summary>
    BodyAlreadyRead,

    /// <summary>No signature of the request fits any accepted key.</summary>
    SignatureMismatch,

    /// <summary>The request is genuine, but it, or its id or nonce, was used before.</summary>
    Replayed,

    /// <summary>The replay store can't answer, failed or is full. Refused, but it isn't the caller's fault: answer 503, not 401.</summary>
    ReplayStoreUnavailable,

    /// <summary>The key source failed or didn't answer in time. Refused, but it isn't the caller's fault: answer 503, not 401.</summary>
    KeySourceUnavailable,

    /// <summary>The request says itself until when its signature counts, and that is over.</summary>
    Expired,

    /// <summary>The signature is right, but a digest that the request carries doesn't fit its body.</summary>
    DigestMismatch,
}
