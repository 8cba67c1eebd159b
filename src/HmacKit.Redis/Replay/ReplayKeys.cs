using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// The Redis keys of claims: <c>PREFIXr:</c> and 22 characters, the first 128 bits of the claim's digest in base64url.
/// All machines agree on it, and nothing that a caller sends can be a part of it.
/// </summary>
/// <remarks>
/// 128 bits: among 10^10 live claims two have one key with a probability of 10^-19, and then a new request is refused; none
/// is ever accepted twice. Who holds a key can look for two nonces of its own with one digest, at 2^64 hashes, and gains
/// a refusal. Taking up somebody else's nonce would need their key and 2^128 hashes.
/// </remarks>
internal sealed class ReplayKeys(string prefix)
{
    private const int UsedBytes = 16;
    private const int Characters = 22;

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(prefix + "r:");

    public RedisKey Of(in ReplayClaim claim)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        claim.CopyDigestTo(digest);
        byte[] key = GC.AllocateUninitializedArray<byte>(_prefix.Length + Characters);
        _prefix.CopyTo(key, 0);
        Base64Url.EncodeToUtf8(digest[..UsedBytes], key.AsSpan(_prefix.Length));
        return key;
    }
}
