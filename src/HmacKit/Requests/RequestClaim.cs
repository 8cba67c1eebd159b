using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// All that a request claims of itself, read from where it is carried and not yet believed. Values point into the header
/// strings and the target, or are small strings where they had to be decoded; the first signature is already decoded, since nearly every request carries just one.
/// </summary>
internal struct RequestClaim
{
    /// <summary>The most values of its own that a scheme can have.</summary>
    public const int MaxOwnValues = 8;

    private ValueBuffer _values;

    public ClaimValue KeyId
    {
        readonly get => _values[(int)ClaimField.KeyId];
        set => _values[(int)ClaimField.KeyId] = value;
    }

    public ClaimValue Timestamp
    {
        readonly get => _values[(int)ClaimField.Timestamp];
        set => _values[(int)ClaimField.Timestamp] = value;
    }

    public ClaimValue Id
    {
        readonly get => _values[(int)ClaimField.Id];
        set => _values[(int)ClaimField.Id] = value;
    }

    public ClaimValue Nonce
    {
        readonly get => _values[(int)ClaimField.Nonce];
        set => _values[(int)ClaimField.Nonce] = value;
    }

    /// <summary>The signing time in Unix milliseconds; written as the timestamp where <see cref="Timestamp"/> has no text.</summary>
    public long UnixMilliseconds;

    /// <summary>How many signatures the request has.</summary>
    public int SignatureCount;

    /// <summary>Whether one of them was well-formed.</summary>
    public bool HasTag;

    /// <summary>Which of the signatures that a scheme in code reads one by one this is, counted from 0.</summary>
    public int SignatureIndex;

    /// <summary>The whole signature, where it isn't a MAC and may be longer than one.</summary>
    public byte[]? PublicKeySignature;

    /// <summary>The first well-formed signature; once the signature has been checked, the one that matched.</summary>
    public TagBuffer Tag;

    /// <summary>Takes a value in; false if the field has another value already, so that carriers which disagree are refused.</summary>
    public bool TrySet(ClaimField field, ClaimValue value)
    {
        ref ClaimValue current = ref _values[(int)field];
        if (current.IsPresent)
        {
            return current.Span.Equals(value.Span, StringComparison.Ordinal);
        }

        current = value;
        return true;
    }

    public readonly ClaimValue Get(ClaimField field) => _values[(int)field];

    [InlineArray((int)ClaimField.Signature)]
    private struct ValueBuffer
    {
        private ClaimValue _first;
    }

    [InlineArray(TagText.MaxTagSize)]
    internal struct TagBuffer
    {
        private byte _first;
    }
}
