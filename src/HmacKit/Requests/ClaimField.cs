namespace HmacKit;

/// <summary>What a request says of itself in its headers: the placeholders that header formats and messages share.</summary>
internal enum ClaimField
{
    KeyId,
    Timestamp,
    Id,
    Nonce,
    Signature,
}
