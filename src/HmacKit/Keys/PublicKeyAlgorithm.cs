using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// A signature algorithm with a pair of keys, in place of HMAC: what a scheme that is signed with Ed25519, ECDSA or RSA
/// names as <c>SchemeDefinition.PublicKey</c>. Derive from <see cref="PublicKeyAlgorithm{TKey}"/>. The <see cref="HmacKey"/> of
/// such a scheme holds the bytes of the public key for a verifier, those of the private one for a signer.
/// </summary>
public abstract class PublicKeyAlgorithm
{
    private protected PublicKeyAlgorithm()
    {
    }

    /// <summary>The name, such as <c>Ed25519</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The most bytes of a signature. Carriers of a definition take signatures of exactly this size, up to 64 bytes; others need a <c>SchemeCode</c>.</summary>
    public abstract int MaxSignatureSize { get; }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    internal abstract bool Verify(HmacKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    internal abstract byte[] Sign(HmacKey key, ReadOnlySpan<byte> message);
}

/// <summary>A signature algorithm with a pair of keys, and what its keys are once they have been imported.</summary>
/// <typeparam name="TKey">The imported key. It is made once for each <see cref="HmacKey"/>, used by several threads at once, and left to the collector.</typeparam>
public abstract class PublicKeyAlgorithm<TKey> : PublicKeyAlgorithm
    where TKey : class
{
    private readonly ConditionalWeakTable<HmacKey, Imported> _keys = [];

    /// <summary>Makes a key of the bytes of a secret, as the scheme's <c>SecretFormat</c> has decoded them.</summary>
    /// <param name="key">The bytes of a public or a private key.</param>
    /// <returns>The key; null if the bytes aren't one. Nothing is valid under such a key.</returns>
    protected abstract TKey? Import(ReadOnlySpan<byte> key);

    /// <summary>Whether the signature is right. It comes from a stranger: any length and any bytes, and no exception.</summary>
    /// <param name="key">The key, public or private.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">The signature, of 1 to <see cref="PublicKeyAlgorithm.MaxSignatureSize"/> bytes.</param>
    protected abstract bool Verify(TKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Signs a message.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentException">The key is a public one.</exception>
    protected abstract byte[] Sign(TKey key, ReadOnlySpan<byte> message);

    internal sealed override bool Verify(HmacKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Find(key) is { } imported && Verify(imported, message, signature);

    internal sealed override byte[] Sign(HmacKey key, ReadOnlySpan<byte> message) =>
        Sign(Find(key) ?? throw new ArgumentException($"The key's bytes are no key of {Name}.", nameof(key)), message);

    private TKey? Find(HmacKey key)
    {
        ObjectDisposedException.ThrowIf(key.IsDisposed, key);
        if (!_keys.TryGetValue(key, out Imported? imported))
        {
            imported = _keys.GetValue(key, key => new Imported(Import(key.Secret)));
        }

        return imported.Key;
    }

    private sealed record Imported(TKey? Key);
}
