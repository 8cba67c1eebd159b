using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace HmacKit.Jwt;

/// <summary>The check that counts: the MAC of header and payload, under the key that the token names.</summary>
internal static class TokenSignature
{
    /// <summary>The length of an HS256 signature: 32 bytes as base64url.</summary>
    private const int TextLength = 43;

    // Takes the place of a key that isn't there, so that time doesn't tell which ones are.
    private static readonly HmacKey Dummy = HmacKey.Generate();

    /// <summary>The token of a header and a payload that are encoded and joined.</summary>
    public static string Sign(string message, HmacKey key)
    {
        Span<byte> tag = stackalloc byte[HmacAlgorithm.Sha256.TagSize];
        key.ComputeTag(Encoding.ASCII.GetBytes(message), tag);
        return $"{message}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary><see cref="UserTokenStatus.Valid"/>, and the key that matched; or why not.</summary>
    public static UserTokenStatus Check(
        string token, in TokenHeader header, KeyRing? ring, bool acceptNoKeyId, DateTimeOffset now, out KeyRingEntry? match)
    {
        match = null;
        Span<byte> tag = stackalloc byte[HmacAlgorithm.Sha256.TagSize];
        ReadOnlySpan<char> signature = token.AsSpan(header.SignedLength + 1);
        if (signature.Length != TextLength || !TokenText.TryDecode(signature, tag, out _))
        {
            return UserTokenStatus.Malformed;
        }

        byte[] message = ArrayPool<byte>.Shared.Rent(header.SignedLength);
        try
        {
            int length = Encoding.ASCII.GetBytes(token.AsSpan(0, header.SignedLength), message);
            return Check(message.AsSpan(0, length), tag, header.KeyId, ring, acceptNoKeyId, now, out match);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    private static UserTokenStatus Check(
        ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag, string? keyId, KeyRing? ring, bool acceptNoKeyId, DateTimeOffset now, out KeyRingEntry? match)
    {
        match = null;
        var status = UserTokenStatus.UnknownKey;
        if (ring is { IsDisabled: true })
        {
            status = UserTokenStatus.KeyDisabled;
        }
        else if (ring is not null)
        {
            foreach (KeyRingEntry entry in ring.Entries)
            {
                if (!IsNamed(entry.Key, keyId, acceptNoKeyId && ring.Entries.Count == 1))
                {
                    continue;
                }

                if (!entry.IsAccepted(now))
                {
                    status = status == UserTokenStatus.UnknownKey ? UserTokenStatus.KeyExpired : status;
                }
                else if (entry.Key.Verify(message, tag))
                {
                    match = entry;
                    return UserTokenStatus.Valid;
                }
                else
                {
                    status = UserTokenStatus.SignatureMismatch;
                }
            }
        }

        if (status != UserTokenStatus.SignatureMismatch)
        {
            _ = Dummy.Verify(message, tag);
        }

        return status;
    }

    private static bool IsNamed(HmacKey key, string? keyId, bool acceptNoKeyId) =>
        (keyId is null ? acceptNoKeyId : string.Equals(key.Label, keyId, StringComparison.Ordinal))
        && TokenKeys.FindFault(key, needsLabel: keyId is not null) is null;
}
