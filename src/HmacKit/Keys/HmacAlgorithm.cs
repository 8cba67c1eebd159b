using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// An HMAC algorithm (RFC 2104). A key is bound to one, and a scheme names one: an algorithm that a request
/// names for itself is never obeyed. MD5 isn't here on purpose.
/// </summary>
public sealed class HmacAlgorithm
{
    private HmacAlgorithm(string name, HashAlgorithmName hash, int tagSize)
    {
        Name = name;
        Hash = hash;
        TagSize = tagSize;
    }

    /// <summary>HMAC-SHA-256, tags of 32 bytes (RFC 4231). The default of every definition.</summary>
    public static HmacAlgorithm Sha256 { get; } = new("HMAC-SHA256", HashAlgorithmName.SHA256, 32);

    /// <summary>HMAC-SHA-384, tags of 48 bytes (RFC 4231).</summary>
    public static HmacAlgorithm Sha384 { get; } = new("HMAC-SHA384", HashAlgorithmName.SHA384, 48);

    /// <summary>HMAC-SHA-512, tags of 64 bytes (RFC 4231).</summary>
    public static HmacAlgorithm Sha512 { get; } = new("HMAC-SHA512", HashAlgorithmName.SHA512, 64);

    /// <summary>HMAC-SHA3-256, tags of 32 bytes (FIPS 202), where the platform has it: with OpenSSL 1.1.1 or later, or Windows 11 and Server 2025. Elsewhere no key for it is imported.</summary>
    public static HmacAlgorithm Sha3 { get; } = new("HMAC-SHA3-256", HashAlgorithmName.SHA3_256, 32);

    /// <summary>HMAC-SHA-1, tags of 20 bytes (RFC 2202): only for a vendor that offers nothing newer.</summary>
    public static HmacAlgorithm Sha1ForLegacyUseOnly { get; } = new("HMAC-SHA1", HashAlgorithmName.SHA1, 20);

    /// <summary>The name as in the RFCs, for example <c>HMAC-SHA256</c>.</summary>
    public string Name { get; }

    /// <summary>The length of a tag in bytes.</summary>
    public int TagSize { get; }

    internal HashAlgorithmName Hash { get; }

    /// <summary>Whether this platform has it. All have those of the SHA-2 family, and SHA-1.</summary>
    internal bool IsSupported => this != Sha3 || HMACSHA3_256.IsSupported;

    /// <summary>Where <see cref="DummyKey"/> keeps its keys: here, so that finding one costs no more than finding a ring's.</summary>
    internal HmacKey?[] DummyKeys { get; } = new HmacKey?[KeyRing.MaxKeys];

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
