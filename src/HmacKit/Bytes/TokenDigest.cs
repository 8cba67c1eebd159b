using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// Secrets of schemes without a MAC, made comparable: under a key that only this process has, so that what is compared has
/// one length and nothing of the secret, whatever the length of what came.
/// </summary>
internal static class TokenDigest
{
    /// <summary>The longest token that is looked at.</summary>
    public const int MaxLength = 1024;

    public const int Size = 32;

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(Size);

    public static void Compute(ReadOnlySpan<byte> token, Span<byte> digest) => HMACSHA256.HashData(Key, token, digest);

    /// <summary>False if the text is empty, too long or no ASCII.</summary>
    public static bool TryCompute(ReadOnlySpan<char> token, Span<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (token.Length is 0 or > MaxLength || Ascii.FromUtf16(token, bytes, out int length) != OperationStatus.Done)
        {
            return false;
        }

        Compute(bytes[..length], digest);
        return true;
    }
}
