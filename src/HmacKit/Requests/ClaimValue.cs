namespace HmacKit;

/// <summary>A part of a header value, without a copy. The default is "not there".</summary>
internal readonly struct ClaimValue
{
    private readonly string? _text;

    // Start and length, written as one: a copy right after two writes would have to wait until both have reached the memory.
    private readonly ulong _place;

    public ClaimValue(string text, int start, int length) => (_text, _place) = (text, (uint)start | ((ulong)(uint)length << 32));

    public ClaimValue(string text)
        : this(text, 0, text.Length)
    {
    }

    public bool IsPresent => _text is not null;

    public int Length => (int)(_place >> 32);

    private int Start => (int)_place;

    public ReadOnlySpan<char> Span => _text.AsSpan(Start, Length);

    /// <summary>A part of this value.</summary>
    public ClaimValue Slice(int start, int length) => new(_text!, Start + start, length);

    /// <summary>The value; no copy is made where it is a whole header.</summary>
    public override string ToString() =>
        _text is null ? "" : Length == _text.Length ? _text : _text.Substring(Start, Length);
}
