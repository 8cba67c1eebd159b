using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// The Redis keys of buckets: <c>PREFIXb:{CALLER}:LIMIT</c>. The caller is the first 128 bits of a SHA-256 in base64url, so nothing
/// that it sends can be a part of the key; the braces put all its buckets into one slot of a Redis Cluster. The limit is its
/// name and its numbers: <c>hour:100:100:3600000</c>, and of a window <c>hour:in:100:3600000</c>.
/// </summary>
internal sealed class BucketKeys(string prefix)
{
    private const int DigestBytes = 16;
    private const int DigestCharacters = 22;

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(prefix + "b:{");

    public RedisKey[] Of(string caller, ReadOnlySpan<byte[]> suffixes)
    {
        Span<byte> name = stackalloc byte[DigestCharacters];
        WriteName(caller, name);
        var keys = new RedisKey[suffixes.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            byte[] key = GC.AllocateUninitializedArray<byte>(_prefix.Length + DigestCharacters + suffixes[i].Length);
            _prefix.CopyTo(key, 0);
            name.CopyTo(key.AsSpan(_prefix.Length));
            suffixes[i].CopyTo(key, _prefix.Length + DigestCharacters);
            keys[i] = key;
        }

        return keys;
    }

    // The characters as they are, in UTF-16: an encoding would make one of callers with unpaired surrogates.
    private static void WriteName(string caller, Span<byte> name)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(caller.AsSpan());
        if (!BitConverter.IsLittleEndian)
        {
            ushort[] swapped = new ushort[caller.Length];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(caller.AsSpan()), swapped);
            bytes = MemoryMarshal.AsBytes(swapped.AsSpan());
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        Base64Url.EncodeToUtf8(digest[..DigestBytes], name);
    }
}
