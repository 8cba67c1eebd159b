namespace HmacKit;

/// <summary>What a verified webhook says of its event.</summary>
/// <param name="Id">The signed id; null if the scheme has none.</param>
/// <param name="Nonce">The signed nonce; null if the scheme has none.</param>
/// <param name="SignedAt">The signed time; null if the scheme has none.</param>
/// <param name="Body">The event's bytes: the body, or the part of it that is this event.</param>
public readonly record struct SignedEvent(string? Id, string? Nonce, DateTimeOffset? SignedAt, ReadOnlyMemory<byte> Body);
