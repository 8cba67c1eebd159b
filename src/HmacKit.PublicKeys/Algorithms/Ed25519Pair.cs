using NSec.Cryptography;

namespace HmacKit.PublicKeys;

/// <summary>A public key and, for a signer, the private one.</summary>
internal sealed class Ed25519Pair(PublicKey known, Key? secret)
{
    /// <summary>The size of a seed, and of a public key.</summary>
    private const int Size = 32;

    public PublicKey Known => known;

    public Key? Secret => secret;

    /// <summary>A key from its bytes; null if it is none.</summary>
    public static Ed25519Pair? Import(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == Size)
        {
            return Public(bytes, KeyBlobFormat.RawPublicKey);
        }

        if (bytes.Length == 2 * Size)
        {
            // The second half is the public key of the first one; a pair that doesn't belong together would leak the seed when it signs.
            Ed25519Pair? pair = Private(bytes[..Size], KeyBlobFormat.RawPrivateKey);
            return pair is not null && bytes[Size..].SequenceCompareTo(pair.Known.Export(KeyBlobFormat.RawPublicKey)) == 0 ? pair : null;
        }

        return Public(bytes, KeyBlobFormat.PkixPublicKey) ?? Private(bytes, KeyBlobFormat.PkixPrivateKey)
            ?? Public(bytes, KeyBlobFormat.PkixPublicKeyText) ?? Private(bytes, KeyBlobFormat.PkixPrivateKeyText);
    }

    private static Ed25519Pair? Public(ReadOnlySpan<byte> bytes, KeyBlobFormat format) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, format, out PublicKey? key) && key is not null ? new Ed25519Pair(key, null) : null;

    private static Ed25519Pair? Private(ReadOnlySpan<byte> bytes, KeyBlobFormat format) =>
        Key.TryImport(SignatureAlgorithm.Ed25519, bytes, format, out Key? key) && key is not null ? new Ed25519Pair(key.PublicKey, key) : null;
}
