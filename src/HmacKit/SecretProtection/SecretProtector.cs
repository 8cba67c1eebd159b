using System.Diagnostics.CodeAnalysis;

namespace HmacKit;

/// <summary>
/// Seals secrets before they go to a database, and opens them again. Derive from it for a protector of your own, such
/// as a key vault's; <see cref="AesGcmSecretProtector"/> is the one that comes with the library. Safe to share between threads.
/// </summary>
public abstract class SecretProtector
{
    /// <summary>The most bytes of a secret that is sealed: 4,096.</summary>
    internal const int MaxSecretBytes = 4096;

    /// <summary>The most bytes of a sealed secret that is looked at: 8,192.</summary>
    internal const int MaxSealedBytes = 8192;

    /// <summary>Seals a secret. The same secret is sealed differently each time.</summary>
    /// <param name="secret">The secret: 1 to 4,096 bytes.</param>
    /// <param name="keyId">Whose secret it is: printable ASCII, at most <see cref="KeyRing.MaxIdLength"/> characters. What was sealed for one key id doesn't open for another one.</param>
    /// <exception cref="ArgumentException">The secret is empty or too long, or there can't be such a key id.</exception>
    public byte[] Seal(ReadOnlySpan<byte> secret, string keyId)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        if (!KeyIdentity.IsValidKeyId(keyId))
        {
            throw new ArgumentException($"A key id is printable ASCII and has at most {KeyRing.MaxIdLength} characters.", nameof(keyId));
        }

        if (secret.Length is 0 or > MaxSecretBytes)
        {
            throw new ArgumentException($"A secret has 1 to {MaxSecretBytes} bytes.", nameof(secret));
        }

        return SealCore(secret, keyId);
    }

    /// <summary>Opens a sealed secret. Whatever was changed since it was sealed, the answer is false and never other bytes.</summary>
    /// <param name="sealedSecret">What <see cref="Seal"/> gave.</param>
    /// <param name="keyId">Whose secret it is.</param>
    /// <param name="secret">The secret; the caller zeroes it after use. Null if the answer is false.</param>
    /// <returns>False if it was changed, was sealed for another key id, or with a key that isn't there.</returns>
    public bool TryOpen(ReadOnlySpan<byte> sealedSecret, string keyId, [NotNullWhen(true)] out byte[]? secret)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        bool canBe = sealedSecret.Length is > 0 and <= MaxSealedBytes && KeyIdentity.IsValidKeyId(keyId);
        secret = canBe ? OpenCore(sealedSecret, keyId) : null;
        return secret is not null;
    }

    /// <summary>Seals a secret that has been checked.</summary>
    /// <param name="secret">The secret, 1 to 4,096 bytes.</param>
    /// <param name="keyId">To be bound to the sealed secret, so that it can't be moved to another key id.</param>
    /// <returns>At most 8,192 bytes.</returns>
    protected abstract byte[] SealCore(ReadOnlySpan<byte> secret, string keyId);

    /// <summary>Opens a sealed secret; null if that isn't possible. Bytes that aren't authentic are never returned, and this never throws for them.</summary>
    /// <param name="sealedSecret">1 to 8,192 bytes, which may come from anybody.</param>
    /// <param name="keyId">What the sealed secret must be bound to.</param>
    protected abstract byte[]? OpenCore(ReadOnlySpan<byte> sealedSecret, string keyId);
}
