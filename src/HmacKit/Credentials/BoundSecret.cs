using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// Secrets sealed together with what their credential may do: <c>1 (1 byte) ‖ SHA-256 of scheme, key id, owner, tier, canary, scopes and
/// metadata ‖ secret</c>. Anybody who can write to the database but has no protection key can't give a key other rights, since its
/// secret then doesn't open. A name isn't in it, and neither are times.
/// </summary>
internal static class BoundSecret
{
    /// <summary>No secret begins with it: secrets are text.</summary>
    private const byte Mark = 1;

    private const int HeadSize = 1 + SHA256.HashSizeInBytes;

    public static byte[] Seal(SecretProtector protector, ReadOnlySpan<byte> secret, Credential credential)
    {
        byte[] bound = GC.AllocateUninitializedArray<byte>(HeadSize + secret.Length, pinned: true);
        try
        {
            bound[0] = Mark;
            Digest(credential, bound.AsSpan(1, SHA256.HashSizeInBytes));
            secret.CopyTo(bound.AsSpan(HeadSize));
            return protector.Seal(bound, credential.KeyId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bound);
        }
    }

    /// <summary>Opens a secret for the credential as it is now; the caller zeroes it. What was sealed by <see cref="SecretProtector"/> alone is bound to the key id only.</summary>
    public static bool TryOpen(SecretProtector protector, CredentialSecret secret, Credential credential, [NotNullWhen(true)] out byte[]? text)
    {
        if (!protector.TryOpen(secret.Value.Span, credential.KeyId, out text) || text is not [Mark, ..])
        {
            return text is not null;
        }

        byte[] bound = text;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(credential, digest);
        bool isSame = bound.Length > HeadSize && ConstantTime.AreEqual(digest, bound.AsSpan(1, SHA256.HashSizeInBytes));
        text = isSame ? bound[HeadSize..] : null;
        CryptographicOperations.ZeroMemory(bound);
        return isSame;
    }

    private static void Digest(Credential credential, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        KeyIdentity identity = credential.Identity;
        foreach (string? text in (ReadOnlySpan<string?>)[credential.Scheme, identity.KeyId, identity.Owner, identity.Tier, identity.IsCanary ? "canary" : null])
        {
            Append(hash, text);
        }

        AppendNumber(hash, identity.Scopes.Count);
        foreach (string scope in identity.Scopes)
        {
            Append(hash, scope);
        }

        AppendNumber(hash, identity.Metadata.Count);
        foreach ((string name, string value) in identity.Metadata.OrderBy(static item => item.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }

        hash.GetHashAndReset(digest);
    }

    /// <summary>With its length before it, so that no two rows write the same.</summary>
    private static void Append(IncrementalHash hash, string? text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
        AppendNumber(hash, text is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
