namespace HmacKit;

/// <summary>A part of a header value, without a copy. The default is "not there".</summary>
internal readonly struct ClaimValue(string text, int start, int length)
{
    private readonly string? _text = text;
    private readonly int _start = start;
    private readonly int _length = length;

    public ClaimValue(string text)
        : this(text, 0, text.Length)
    {
    }

    public bool IsPresent => _text is not null;

    public int Length => _length;

    public ReadOnlySpan<char> Span => _text.AsSpan(_start, _length);

    /// <summary>A part of this value.</summary>
    public ClaimValue Slice(int start, int length) => new(_text!, _start + start, length);

    /// <summary>The value; no copy is made where it is a whole header.</summary>
    public override string ToString() =>
        _text is null ? "" : _length == _text.Length ? _text : _text.Substring(_start, _length);
}
