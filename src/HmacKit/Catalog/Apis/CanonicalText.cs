using System.Text;

namespace HmacKit;

/// <summary>Percent-encoding as RFC 5849 section 3.6 and AWS have it: everything but unreserved characters, in upper-case hex.</summary>
internal static class CanonicalText
{
    /// <summary>The most parameters that are taken.</summary>
    public const int MaxParameters = 1024;

    /// <summary>A text encoded, or what its escapes stand for encoded; null if an escape has no two hex digits, or the text is no text.</summary>
    public static string? Encode(string text, bool isDecoded, bool plusIsBlank = false, bool keepsSlash = false) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? null : Encode(Encoding.UTF8.GetBytes(text), isDecoded, plusIsBlank, keepsSlash);

    /// <inheritdoc cref="Encode(string, bool, bool, bool)"/>
    public static string? Encode(ReadOnlySpan<byte> bytes, bool isDecoded, bool plusIsBlank = false, bool keepsSlash = false)
    {
        var encoded = new StringBuilder(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (isDecoded && b == '%')
            {
                if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
                {
                    return null;
                }

                b = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
                i += 2;
            }
            else if (plusIsBlank && b == '+')
            {
                b = (byte)' ';
            }

            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (keepsSlash && b == '/');
            _ = isPlain ? encoded.Append((char)b) : encoded.Append('%').Append(Convert.ToHexString([b]));
        }

        return encoded.ToString();
    }

    /// <summary>The parameters of a query or form, encoded again; null if there are too many, or one can't be decoded.</summary>
    public static List<(string Name, string Value)>? Parameters(ReadOnlySpan<byte> text)
    {
        var pairs = new List<(string, string)>();
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            int equals = pair.IndexOf((byte)'=');
            if (pairs.Count == MaxParameters
                || Encode(equals < 0 ? pair : pair[..equals], isDecoded: true, plusIsBlank: true) is not { } name
                || Encode(equals < 0 ? default : pair[(equals + 1)..], isDecoded: true, plusIsBlank: true) is not { } value)
            {
                return null;
            }

            pairs.Add((name, value));
        }

        return pairs;
    }

    /// <summary>Encoded parameters in the order of their bytes.</summary>
    public static string Sorted(IEnumerable<(string Name, string Value)> pairs)
    {
        List<(string Name, string Value)> sorted = [.. pairs];
        sorted.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name) is not 0 and var order ? order : string.CompareOrdinal(one.Value, other.Value));
        return string.Join('&', sorted.Select(static pair => $"{pair.Name}={pair.Value}"));
    }
}
