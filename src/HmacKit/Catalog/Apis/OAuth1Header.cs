namespace HmacKit;

/// <summary>The parameters of an <c>Authorization</c> header for OAuth, without the realm, one after another and where they are.</summary>
internal ref struct OAuth1Header
{
    private const string Lead = "OAuth ";

    private const int MaxLength = 4096;

    private const int MaxParameters = 32;

    private ReadOnlySpan<char> _rest;
    private bool _hasMore;
    private int _count;

    public OAuth1Header(RequestSource request)
    {
        HeaderValue header = request.GetHeader("Authorization");
        IsMalformed = header.IsRepeated || header.Value is { Length: > MaxLength };
        _hasMore = !IsMalformed && header.Value is { } text && text.StartsWith(Lead, StringComparison.OrdinalIgnoreCase);
        _rest = _hasMore ? header.Value.AsSpan(Lead.Length) : default;
    }

    /// <summary>Whether it can't be read, as far as it was looked at.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The name of the current one, with its escapes.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value of the current one, with its escapes and without its quotes.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Goes to the next one; false if there is none, or the header can't be read.</summary>
    public bool MoveNext()
    {
        while (_hasMore)
        {
            // A comma in a value is written as an escape, except in the realm, which nobody else may break up.
            int comma = _rest.IndexOf(',');
            ReadOnlySpan<char> part = comma < 0 ? _rest : _rest[..comma];
            _rest = comma < 0 ? default : _rest[(comma + 1)..];
            _hasMore = comma >= 0;
            int equals = part.IndexOf('=');
            ReadOnlySpan<char> value = part[(equals + 1)..].Trim();
            if (equals < 0 || _count == MaxParameters || value is not ['"', .. var text, '"'] || text.Contains('"'))
            {
                IsMalformed = true;
                return _hasMore = false;
            }

            Name = part[..equals].Trim();
            Value = text;
            if (Name is not "realm")
            {
                _count++;
                return true;
            }
        }

        return false;
    }
}
