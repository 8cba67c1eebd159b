namespace HmacKit;

/// <summary>What a request says of itself: the placeholders that carriers and messages share.</summary>
internal enum ClaimField
{
    KeyId,
    Timestamp,
    Id,
    Nonce,

    /// <summary>The day of the signing time, where a credential names it too.</summary>
    Date,

    /// <summary>When the signature ends.</summary>
    Expires,

    /// <summary>The names of the headers that are signed.</summary>
    SignedHeaders,

    /// <summary>The first of the definition's own values; the others follow it.</summary>
    Own,

    /// <summary>Behind the last of the own values.</summary>
    Signature = Own + RequestClaim.MaxOwnValues,

    /// <summary>The secret itself, in a scheme without a MAC.</summary>
    Token,
}
