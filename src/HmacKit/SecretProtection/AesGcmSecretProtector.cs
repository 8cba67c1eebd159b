using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// Seals secrets with AES-256-GCM (NIST SP 800-38D). One key seals; older ones still open what they sealed.
/// </summary>
/// <remarks>
/// <para>
/// A sealed secret is <c>version (1 byte, 1) ‖ length of the id (1 byte) ‖ id of the protection key (ASCII) ‖
/// nonce (12 random bytes) ‖ ciphertext ‖ tag (16 bytes)</c>. All before the nonce, and then the key id (ASCII), is
/// the associated data.
/// </para>
/// <para>
/// Nonces are random, so one protection key may seal at most 2^32 secrets (SP 800-38D section 8.3): no limit in
/// practice. To rotate, put a new key first and the old one behind it, and seal again what is still of the old one.
/// </para>
/// </remarks>
public sealed class AesGcmSecretProtector : SecretProtector
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeadSize = 2;

    private volatile ProtectionKey[] _keys;

    /// <summary>A protector with one key that seals, and any number of older ones that only open.</summary>
    /// <param name="current">The key that seals, and opens.</param>
    /// <param name="older">Keys that open what they sealed before.</param>
    /// <exception cref="ArgumentException">Two keys have one id.</exception>
    public AesGcmSecretProtector(ProtectionKey current, params IEnumerable<ProtectionKey> older) => _keys = Checked(current, older);

    /// <summary>The id of the key that seals.</summary>
    public string CurrentKeyId => _keys[0].Id;

    /// <summary>Takes these keys in place of all others, at once, while secrets are being sealed and opened. If it throws, nothing has changed.</summary>
    /// <param name="current">The key that seals from now on, and opens.</param>
    /// <param name="older">Keys that open what they sealed before.</param>
    /// <exception cref="ArgumentException">Two keys have one id.</exception>
    public void ReplaceKeys(ProtectionKey current, params IEnumerable<ProtectionKey> older) => _keys = Checked(current, older);

    /// <summary>Whether a secret was sealed with an older key, and so should be sealed again before that key goes.</summary>
    /// <param name="sealedSecret">What <see cref="SecretProtector.Seal"/> gave.</param>
    public bool IsOutdated(ReadOnlySpan<byte> sealedSecret) => FindKey(sealedSecret) != _keys[0];

    /// <inheritdoc/>
    protected override byte[] SealCore(ReadOnlySpan<byte> secret, string keyId)
    {
        ProtectionKey key = _keys[0];
        int headSize = HeadSize + key.Id.Length;
        byte[] result = new byte[headSize + NonceSize + secret.Length + TagSize];
        result[0] = Version;
        result[1] = (byte)key.Id.Length;
        Encoding.ASCII.GetBytes(key.Id, result.AsSpan(HeadSize));
        Span<byte> nonce = result.AsSpan(headSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);

        // An instance isn't promised to be safe for several threads, and sealing is rare.
        using var aes = new AesGcm(key.Bytes, TagSize);
        aes.Encrypt(nonce, secret, result.AsSpan(headSize + NonceSize, secret.Length), result.AsSpan(^TagSize..), AssociatedData(result.AsSpan(0, headSize), keyId));
        return result;
    }

    /// <inheritdoc/>
    protected override byte[]? OpenCore(ReadOnlySpan<byte> sealedSecret, string keyId)
    {
        if (FindKey(sealedSecret) is not { } key)
        {
            return null;
        }

        ReadOnlySpan<byte> head = sealedSecret[..(HeadSize + key.Id.Length)];
        ReadOnlySpan<byte> rest = sealedSecret[head.Length..];
        byte[] secret = GC.AllocateUninitializedArray<byte>(rest.Length - NonceSize - TagSize, pinned: true);
        try
        {
            using var aes = new AesGcm(key.Bytes, TagSize);
            aes.Decrypt(rest[..NonceSize], rest[NonceSize..^TagSize], rest[^TagSize..], secret, AssociatedData(head, keyId));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static ProtectionKey[] Checked(ProtectionKey current, IEnumerable<ProtectionKey> older)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(older);
        ProtectionKey[] keys = [current, .. older];
        return keys.GroupBy(static key => key.Id, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? throw new ArgumentException($"Two protection keys have the id '{twice.Key}'.", nameof(older))
            : keys;
    }

    private static byte[] AssociatedData(ReadOnlySpan<byte> head, string keyId) => [.. head, .. Encoding.ASCII.GetBytes(keyId)];

    private ProtectionKey? FindKey(ReadOnlySpan<byte> sealedSecret)
    {
        if (sealedSecret.Length < HeadSize || sealedSecret[0] != Version)
        {
            return null;
        }

        int idLength = sealedSecret[1];
        if (sealedSecret.Length <= HeadSize + idLength + NonceSize + TagSize)
        {
            return null;
        }

        string id = Encoding.Latin1.GetString(sealedSecret.Slice(HeadSize, idLength));
        return Array.Find(_keys, key => key.Id == id);
    }
}
