using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// All that a request claims of itself, read from its headers and not yet believed. Values point into the header
/// strings; the first signature is already decoded, since nearly every request carries just one.
/// </summary>
internal struct RequestClaim
{
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

    /// <summary>The header that the signatures are in, for reading the others when there are several.</summary>
    public string? SignatureHeader;

    /// <summary>How many signatures the header has.</summary>
    public int SignatureCount;

    /// <summary>Whether one of them was well-formed.</summary>
    public bool HasTag;

    /// <summary>The first well-formed signature; once the signature has been checked, the one that matched.</summary>
    public TagBuffer Tag;

    /// <summary>Takes a value in; false if the field has another value already, so that headers which disagree are refused.</summary>
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
