namespace HmacKit;

/// <summary>What a request has under one header name: nothing (the default), exactly one value, or several.</summary>
public readonly struct HeaderValue
{
    private HeaderValue(string? value, bool isRepeated)
    {
        Value = value;
        IsRepeated = isRepeated;
    }

    /// <summary>The header occurs more than once, which no security header may.</summary>
    public static HeaderValue Repeated => new(null, isRepeated: true);

    /// <summary>The value, if there is exactly one; it may be empty.</summary>
    public string? Value { get; }

    /// <summary>True if the header occurs more than once.</summary>
    public bool IsRepeated { get; }

    /// <summary>True if the header doesn't occur.</summary>
    public bool IsMissing => Value is null && !IsRepeated;

    /// <summary>Exactly one value; null counts as missing.</summary>
    public static HeaderValue Of(string? value) => new(value, isRepeated: false);
}
