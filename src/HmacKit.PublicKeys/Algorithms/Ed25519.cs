namespace HmacKit.PublicKeys;

/// <summary>Ed25519 (RFC 8032), through NSec and libsodium.</summary>
public static class Ed25519
{
    /// <summary>
    /// The algorithm, for <see cref="SchemeDefinition.PublicKey"/> and <see cref="MessageSignatureDefinition.PublicKey"/>. A
    /// public key has 32 bytes or is DER (SubjectPublicKeyInfo); a private one has 64 bytes, seed and public key, or is DER (PKCS #8). Both
    /// may be PEM text. 32 bytes are always a public key.
    /// </summary>
    public static PublicKeyAlgorithm Algorithm { get; } = new Ed25519Algorithm();
}
