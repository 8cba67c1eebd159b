using System.Buffers;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// An API key as text, taken apart: <c>osk_</c> + public id + <c>_</c> + secret + checksum. Taking it apart shows
/// only that it is one, not that anybody issued it: that is what <see cref="ApiKeyVerifier"/> is for.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The prefix, <c>osk_</c> by default, and the 16 characters of <c>0-9 a-z</c> without i, l, o and u after it are the
/// public key id (80 random bits).</item>
/// <item>The secret has 43 random characters of <c>0-9 A-Z a-z</c> (256 bits).</item>
/// <item>The checksum has 6 characters of the same: the CRC-32 (ISO-HDLC, as in zip) of all before it, in base 62 with the
/// most significant digit first. Anybody can compute it, so a scanner can tell a leaked key from look-alikes without asking;
/// it finds every single mistyped character. It protects from nothing else.</item>
/// </list>
/// </remarks>
public readonly ref struct ApiKey
{
    /// <summary>The prefix that is used where none is named: <c>osk_</c>.</summary>
    internal const string DefaultPrefix = "osk_";

    internal const int SecretLength = 43;
    internal const int ChecksumLength = 6;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(CredentialIssuer.IdAlphabet);
    private static readonly SearchValues<char> SecretCharacters = SearchValues.Create(Base62.Alphabet);

    private readonly ReadOnlySpan<char> _text;
    private readonly int _keyIdLength;

    private ApiKey(ReadOnlySpan<char> text, int keyIdLength)
    {
        _text = text;
        _keyIdLength = keyIdLength;
    }

    /// <summary>The public key id, prefix included: fit for logs and look-ups.</summary>
    public ReadOnlySpan<char> KeyId => _text[.._keyIdLength];

    /// <summary>Takes a key with the default prefix apart.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, ReadOnlySpan{char}, out ApiKey)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out ApiKey key) => TryParse(text, DefaultPrefix, out key);

    /// <summary>Takes a key apart, to the letter: nothing is trimmed, and there is exactly one length.</summary>
    /// <param name="text">The text, from anybody.</param>
    /// <param name="prefix">What the key must begin with.</param>
    /// <param name="key">The key, which looks at <paramref name="text"/> and doesn't copy it.</param>
    /// <returns>False if it isn't written like a key, or the checksum is wrong.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, ReadOnlySpan<char> prefix, out ApiKey key)
    {
        int keyIdLength = prefix.Length + CredentialIssuer.IdRandomLength;
        key = default;
        if (text.Length != keyIdLength + 1 + SecretLength + ChecksumLength
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length..keyIdLength].ContainsAnyExcept(IdCharacters)
            || text[keyIdLength] != '_'
            || text[(keyIdLength + 1)..].ContainsAnyExcept(SecretCharacters)
            || Base62.ReadUInt32(text[^ChecksumLength..]) != Crc32.Compute(text[..^ChecksumLength]))
        {
            return false;
        }

        key = new ApiKey(text, keyIdLength);
        return true;
    }

    /// <summary>A regular expression, in the syntax that all secret scanners know, for finding leaked keys. What it finds has to pass <see cref="TryParse(ReadOnlySpan{char}, out ApiKey)"/> too.</summary>
    /// <param name="prefix">The prefix of the keys.</param>
    public static string PatternFor(string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return $@"\b{prefix}[0-9a-hjkmnp-tv-z]{{{CredentialIssuer.IdRandomLength}}}_[0-9A-Za-z]{{{SecretLength + ChecksumLength}}}\b";
    }

    /// <summary>The key id; never the secret.</summary>
    public override string ToString() => $"{KeyId}_…";

    /// <summary>The text of a new key.</summary>
    internal static string Create(string keyId)
    {
        string body = $"{keyId}_{RandomNumberGenerator.GetString(Base62.Alphabet, SecretLength)}";
        return body + Base62.ToString(Crc32.Compute(body), ChecksumLength);
    }
}
