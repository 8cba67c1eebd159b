using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// "I use this value now": an id, nonce or signature, under one scheme and key id, until it expires. Two claims are
/// the same if and only if <see cref="CopyTo"/> gives the same bytes.
/// </summary>
public readonly struct ReplayClaim
{
    /// <summary>The most bytes that <see cref="CopyTo"/> writes.</summary>
    public const int MaxBytes = 1024;

    [ThreadStatic]
    private static IncrementalHash? _hash;

    private readonly string _scheme;
    private readonly string _keyId;
    private readonly ClaimValue _value;
    private readonly RequestClaim.TagBuffer _tag;
    private readonly int _tagSize;

    /// <summary>A claim for a value in text.</summary>
    /// <param name="scheme">The scheme's name, at most 64 characters.</param>
    /// <param name="keyId">The key id, printable ASCII of at most 256 characters; empty if the scheme has none.</param>
    /// <param name="value">The id or nonce as it was signed: printable ASCII of at most 512 characters.</param>
    /// <param name="signedAt">The signed time.</param>
    /// <param name="expires">Until when the claim must be remembered.</param>
    /// <param name="maxSkew">How far the signed time may lie in the future when the message is used.</param>
    public ReplayClaim(string scheme, string keyId, string value, DateTimeOffset signedAt, DateTimeOffset expires, TimeSpan maxSkew = default)
        : this(scheme, keyId, new ClaimValue(value), signedAt, expires, maxSkew)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scheme.Length + keyId.Length + value.Length, MaxBytes - 3, nameof(value));
    }

    internal ReplayClaim(string scheme, string keyId, ClaimValue value, DateTimeOffset signedAt, DateTimeOffset expires, TimeSpan maxSkew)
    {
        _scheme = scheme;
        _keyId = keyId;
        _value = value;
        SignedAt = signedAt;
        Expires = expires;
        EarliestUse = signedAt - maxSkew;
    }

    internal ReplayClaim(string scheme, string keyId, ReadOnlySpan<byte> tag, DateTimeOffset signedAt, DateTimeOffset expires, TimeSpan maxSkew)
        : this(scheme, keyId, default(ClaimValue), signedAt, expires, maxSkew)
    {
        tag.CopyTo(_tag);
        _tagSize = tag.Length;
    }

    /// <summary>The signed time, which doesn't differ between two claims of one value.</summary>
    public DateTimeOffset SignedAt { get; }

    /// <summary>Until when the claim must be remembered: signed time + greatest age + greatest skew.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>
    /// The first moment at which the message can have been used: signed time - greatest skew. A store that knows nothing of
    /// that time, since it was empty then, can't tell whether it was: it answers <see cref="ReplayOutcome.TooEarly"/> if it is to be strict.
    /// </summary>
    public DateTimeOffset EarliestUse { get; }

    /// <summary>
    /// Writes the SHA-256 of what <see cref="CopyTo"/> gives: the same on every machine and in every version, and nothing that a caller sends
    /// is a part of it. For stores that many machines share.
    /// </summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void CopyDigestTo(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];

        // Used again: the one-shot call makes its state anew each time, under locks that all threads share.
        IncrementalHash hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes[..CopyTo(bytes)]);
        hash.GetHashAndReset(destination);
    }

    /// <summary>Writes scheme, key id and value, framed so that different claims never give the same bytes.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int CopyTo(Span<byte> destination) => Write(destination, out _);

    /// <summary>The same; the first <paramref name="keyLength"/> bytes are those of all claims of the key.</summary>
    internal int Write(Span<byte> destination, out int keyLength)
    {
        // None of the texts can hold a zero byte.
        int length = Encoding.UTF8.GetBytes(_scheme, destination);
        destination[length++] = 0;
        length += Encoding.UTF8.GetBytes(_keyId, destination[length..]);
        destination[length++] = 0;
        keyLength = length;
        if (_tagSize == 0)
        {
            return length + Encoding.UTF8.GetBytes(_value.Span, destination[length..]);
        }

        destination[length++] = 0;
        ((ReadOnlySpan<byte>)_tag)[.._tagSize].CopyTo(destination[length..]);
        return length + _tagSize;
    }
}
