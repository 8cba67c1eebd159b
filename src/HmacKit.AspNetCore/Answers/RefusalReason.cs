namespace HmacKit.AspNetCore;

/// <summary>
/// Why a caller is refused, as finely as any documented API tells it. A <see cref="RefusalAnswer"/> decides how much of
/// it the caller hears.
/// </summary>
public enum RefusalReason
{
    /// <summary>Nothing proves who is calling: the value of a reason that nobody filled in.</summary>
    Unauthenticated,

    /// <summary>There is no signature, or a header that goes with it is missing.</summary>
    MissingSignature,

    /// <summary>The signature isn't right: its form, its key or its content.</summary>
    InvalidSignature,

    /// <summary>The signed time is outside the window, on either side.</summary>
    TimestampOutsideWindow,

    /// <summary>The request is genuine, but it, or its id or nonce, was used before.</summary>
    Replayed,

    /// <summary>There is no API key.</summary>
    MissingKey,

    /// <summary>The API key doesn't exist, is wrong or isn't accepted.</summary>
    InvalidKey,

    /// <summary>There is no user token.</summary>
    MissingToken,

    /// <summary>The user token is wrong, or its time is over.</summary>
    InvalidToken,

    /// <summary>Only chosen keys are let in at present.</summary>
    CanaryOnly,

    /// <summary>The caller is known, but lacks the scope.</summary>
    InsufficientScope,

    /// <summary>The caller's tokens are used up.</summary>
    LimitExceeded,

    /// <summary>The body is over the limit.</summary>
    BodyTooLarge,

    /// <summary>Something in the application read the body before the verification, so that the signature can't be checked. Answered like a wrong signature.</summary>
    BodyAlreadyRead,

    /// <summary>The request breaks the rules of HTTP, for example in its chunks.</summary>
    BadRequest,

    /// <summary>The body came too slowly.</summary>
    RequestTimeout,

    /// <summary>A store or a queue of the server can't take the request now; it isn't the caller's fault.</summary>
    Unavailable,

    /// <summary>The server's own error, for an exception handler that answers in the API's form.</summary>
    InternalError,

    /// <summary>The request came over plain HTTP where only HTTPS is taken, and nothing else of it was looked at.</summary>
    HttpsRequired,
}
