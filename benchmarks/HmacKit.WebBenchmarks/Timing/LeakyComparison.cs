using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HmacKit.WebBenchmarks;

/// <summary>What a verifier must not do, so that it is known whether it would be seen: a comparison that stops at the first difference.</summary>
internal static class LeakyComparison
{
    private static readonly byte[] Key = "a secret of thirty-two bytes at least"u8.ToArray();

    public static byte[] Tag(byte[] body) => HMACSHA256.HashData(Key, body);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int FirstDifference(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < tag.Length; i++)
        {
            if (tag[i] != other[i])
            {
                return i;
            }
        }

        return -1;
    }
}
