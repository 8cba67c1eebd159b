namespace HmacKit.Jwt;

/// <summary>What came out of validating a user token. Callers get one generic answer; this is for logs and metrics.</summary>
public enum UserTokenStatus
{
    /// <summary>Nothing was validated: the value of a result that nobody filled in. It means no.</summary>
    NotValidated,

    /// <summary>The token is genuine, for this audience, within its time, and neither revoked nor used up.</summary>
    Valid,

    /// <summary>The token is over the limit, or its header is over 1,024 characters. Nothing was decoded.</summary>
    TooLong,

    /// <summary>
    /// Not three parts (an encrypted token has five), not strict base64url, not JSON, a member twice, or a value of the
    /// wrong type, such as a time that isn't a whole number of seconds.
    /// </summary>
    Malformed,

    /// <summary>The header's <c>alg</c> isn't exactly <c>HS256</c>.</summary>
    AlgorithmNotAllowed,

    /// <summary>The header brings or points to a key, asks for compression, encryption or an extension, or is of another <c>typ</c> than <c>JWT</c>.</summary>
    HeaderNotAllowed,

    /// <summary>The header's <c>kid</c> is the label of no key of the ring; or there is no <c>kid</c>, or no ring.</summary>
    UnknownKey,

    /// <summary>The key that the token names isn't accepted at this time: it has expired, or isn't valid yet.</summary>
    KeyExpired,

    /// <summary>The key ring is switched off.</summary>
    KeyDisabled,

    /// <summary>The signature doesn't fit the key that the token names.</summary>
    SignatureMismatch,

    /// <summary>The token is genuine but has not all of <c>iss</c>, <c>aud</c>, <c>sub</c>, <c>jti</c>, <c>iat</c> and <c>exp</c>.</summary>
    MissingClaim,

    /// <summary>The token is genuine but <c>iss</c> isn't the issuer.</summary>
    WrongIssuer,

    /// <summary>The token is genuine but the audience isn't in <c>aud</c>.</summary>
    WrongAudience,

    /// <summary>The token is genuine but <c>nbf</c> or <c>iat</c> is further in the future than the clock skew allows.</summary>
    NotYetValid,

    /// <summary>The token is genuine but its <c>exp</c> has passed.</summary>
    Expired,

    /// <summary>The token is genuine but more than the greatest lifetime lies between <c>iat</c> and <c>exp</c>.</summary>
    LifetimeTooLong,

    /// <summary>The token is genuine but was revoked.</summary>
    Revoked,

    /// <summary>The token is genuine, and for one use, but was used or revoked before.</summary>
    AlreadyUsed,

    /// <summary>The key source, or the memory of used or revoked tokens, can't answer, or that memory is full. Refused, but it isn't the caller's fault: answer 503, not 401.</summary>
    StoreUnavailable,
}
