using System.Buffers;

namespace HmacKit.Cli;

/// <summary>The few rules of RFC 9110 and 9112 that a raw request is read and written by.</summary>
internal static class HttpSyntax
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether this is a token (RFC 9110 section 5.6.2): a method or a header name.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>Whether a header value has no control character but the tab.</summary>
    public static bool IsFieldValue(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c != '\t' && char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Splits <c>Name: value</c>; blanks around the value aren't part of it.</summary>
    public static bool TryReadField(string line, out KeyValuePair<string, string> field)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        field = colon < 0 ? default : new(line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
        return colon >= 0 && IsToken(field.Key) && IsFieldValue(field.Value);
    }

    /// <summary>Whether a header is of this name.</summary>
    public static bool IsNamed(this KeyValuePair<string, string> header, string name) =>
        string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
