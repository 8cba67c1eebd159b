using System.Collections.Frozen;
using System.Text;

namespace HmacKit;

/// <summary>A field as signatures see it: the values of all its lines, without blanks around each, and a comma and a blank between them (RFC 9421 section 2.1).</summary>
internal static class CombinedField
{
    /// <summary>The most lines of one field.</summary>
    public const int MaxLines = 64;

    /// <summary>
    /// What isn't a list, so that it is there once (RFC 9110, RFC 6265). Their values may have commas: cut into two lines at one, such a field would have the same signature, and who reads
    /// the first line would read something else than what was signed.
    /// </summary>
    private static readonly FrozenSet<string> Singular = FrozenSet.ToFrozenSet(
        [
            "age", "authorization", "content-length", "content-location", "content-range", "content-type", "cookie", "date", "etag", "expires", "from", "host", "if-modified-since",
            "if-range", "if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization", "range", "referer", "retry-after", "server", "set-cookie", "user-agent",
        ],
        StringComparer.Ordinal);

    /// <summary>The text of a field, as it is or with each line as a byte sequence; null if it isn't there or can't be read without doubt.</summary>
    /// <param name="message">The message that has it.</param>
    /// <param name="name">Its name in lower case.</param>
    /// <param name="isTrailer">Whether it stands behind the body.</param>
    /// <param name="isBytes">Whether each line is a byte sequence (section 2.1.3), which no line can be mistaken for two.</param>
    public static string? Of(RequestSource message, string name, bool isTrailer = false, bool isBytes = false)
    {
        HeaderValue header = isTrailer ? HeaderValue.Repeated : message.GetHeader(name);
        if (!header.IsRepeated)
        {
            return header.Value is { } value ? Line(value, isBytes) : null;
        }

        IReadOnlyList<string>? lines = isTrailer ? message.GetTrailerLines(name) : message.GetHeaderLines(name);
        if (lines is not { Count: > 0 and <= MaxLines } || (lines.Count > 1 && !isBytes && Singular.Contains(name)))
        {
            return null;
        }

        return Join(lines, isBytes);
    }

    /// <summary>Apart from the usual single line, which needs no closure.</summary>
    private static string? Join(IReadOnlyList<string> lines, bool isBytes)
    {
        // A caller may hold a field without a value; in a dictionary of its own that is null.
        string?[] texts = [.. lines.Select(line => line is null ? null : Line(line, isBytes))];
        return Array.TrueForAll(texts, static text => text is not null) ? string.Join(", ", texts) : null;
    }

    private static string? Line(string line, bool isBytes)
    {
        string text = line.Trim(' ', '\t');
        return !isBytes ? (text.AsSpan().ContainsAny('\r', '\n', '\0') ? null : text)
            : text.AsSpan().ContainsAnyExceptInRange('\0', '\xff') ? null
            : $":{Convert.ToBase64String(Encoding.Latin1.GetBytes(text))}:";
    }
}
