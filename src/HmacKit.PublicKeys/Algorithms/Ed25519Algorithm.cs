using NSec.Cryptography;

namespace HmacKit.PublicKeys;

/// <summary>Ed25519 as the engine wants algorithms. NSec's keys may be used by several threads at once.</summary>
internal sealed class Ed25519Algorithm : PublicKeyAlgorithm<Ed25519Pair>
{
    public override string Name => "ed25519";

    public override int MaxSignatureSize => 64;

    protected override Ed25519Pair? Import(ReadOnlySpan<byte> key) => Ed25519Pair.Import(key);

    protected override bool Verify(Ed25519Pair key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == 64 && SignatureAlgorithm.Ed25519.Verify(key.Known, message, signature);

    protected override byte[] Sign(Ed25519Pair key, ReadOnlySpan<byte> message) =>
        key.Secret is { } secret
            ? SignatureAlgorithm.Ed25519.Sign(secret, message)
            : throw new ArgumentException("The key of ed25519 can't sign: it is a public one.", nameof(key));
}
