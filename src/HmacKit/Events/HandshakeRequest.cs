namespace HmacKit;

/// <summary>A request that may be a handshake, and what it takes to answer it.</summary>
/// <param name="Source">Method, target and headers.</param>
/// <param name="Body">The verified body, for a handshake that is signed; otherwise empty.</param>
/// <param name="Key">The key that has signed the request, or the primary one for a handshake that isn't signed; null if there is none.</param>
/// <param name="VerifyToken">The token that was agreed on with the vendor; null if there is none.</param>
public readonly record struct HandshakeRequest(RequestSource Source, ReadOnlyMemory<byte> Body, HmacKey? Key, string? VerifyToken);
