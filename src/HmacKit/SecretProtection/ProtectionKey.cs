using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// A key that seals other keys: 32 random bytes with an id. The id is written into everything that it seals, so that
/// it can be found again after a rotation.
/// </summary>
public sealed class ProtectionKey
{
    /// <summary>The number of bytes of a key: 32 (AES-256).</summary>
    internal const int Size = 32;

    /// <summary>The most characters of an id: 64.</summary>
    internal const int MaxIdLength = 64;

    private readonly byte[] _key;

    /// <summary>A key of your own.</summary>
    /// <param name="id">Its id: 1 to 64 letters, digits, dots, hyphens or underscores, such as <c>2026-01</c>.</param>
    /// <param name="key">32 random bytes, for example from <c>openssl rand 32</c>. Not a password.</param>
    /// <exception cref="ArgumentException">The id has other characters, or the key another length.</exception>
    public ProtectionKey(string id, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!IsValidId(id))
        {
            throw new ArgumentException($"The id of a protection key has 1 to {MaxIdLength} ASCII letters, digits, dots, hyphens or underscores.", nameof(id));
        }

        if (key.Length != Size)
        {
            throw new ArgumentException($"A protection key has exactly {Size} bytes, not {key.Length}.", nameof(key));
        }

        Id = id;
        _key = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
        key.CopyTo(_key);
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>A key from base64 with padding: what <c>openssl rand -base64 32</c> prints.</summary>
    /// <exception cref="ArgumentException">The id or the text isn't as it should be. The message doesn't show the text.</exception>
    public static ProtectionKey FromBase64(string id, ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[(Size + 2) / 3 * 4];
        try
        {
            // Unlike Convert's decoder, this one refuses spare bits that are set.
            return key.Length == bytes.Length && !key.ContainsAny(" \t\r\n")
                && Ascii.FromUtf16(key, bytes, out _) == OperationStatus.Done
                && Base64.DecodeFromUtf8InPlace(bytes, out int length) == OperationStatus.Done && length == Size
                ? new ProtectionKey(id, bytes[..Size])
                : throw new ArgumentException($"A protection key is base64 of exactly {Size} bytes: make one with 'openssl rand -base64 {Size}'.", nameof(key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>A new random key, which is gone when the program ends.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="ArgumentException">The id has other characters.</exception>
    public static ProtectionKey Generate(string id)
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        try
        {
            return new ProtectionKey(id, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The id; never the key.</summary>
    public override string ToString() => $"ProtectionKey '{Id}'";

    private static bool IsValidId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
