namespace HmacKit;

/// <summary>A claim as a store keeps it.</summary>
/// <param name="Digest">The SHA-256 of scheme, key id and value, 32 bytes: the same on every machine, and nothing that a caller sends is a part of it.</param>
/// <param name="Expires">Until when it must be kept, in milliseconds since 1970, rounded up.</param>
public readonly record struct StoredClaim(ReadOnlyMemory<byte> Digest, long Expires);
