using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// The SHA-256 of a key's whole text, which is all that is kept of it. No salt and no slow hash: those protect
/// passwords that somebody can guess, and nobody guesses 256 random bits. The key id is part of the text, so a hash
/// that is moved to another id fits nothing.
/// </summary>
[InlineArray(Size)]
internal struct ApiKeyDigest
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The most characters of a text that is hashed.</summary>
    public const int MaxTextLength = 256;

    private byte _first;

    /// <summary>The digest of printable ASCII.</summary>
    [SkipLocalsInit]
    public static ApiKeyDigest Of(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[MaxTextLength];
        ascii = ascii[..Encoding.ASCII.GetBytes(text, ascii)];
        var digest = default(ApiKeyDigest);
        SHA256.HashData(ascii, digest);
        CryptographicOperations.ZeroMemory(ascii);
        return digest;
    }

    public readonly bool Fits(ReadOnlySpan<byte> kept) => ConstantTime.AreEqual(this, kept);
}
