using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>Percent-encodings as the usual libraries write them.</summary>
internal static class PercentText
{
    /// <summary>How a library encodes.</summary>
    /// <param name="Name">Who does it that way.</param>
    /// <param name="Unreserved">What isn't encoded beside letters and digits.</param>
    /// <param name="HasPlus">Whether a blank is <c>+</c>.</param>
    /// <param name="IsLowerCase">Whether hex digits are in lower case.</param>
    public sealed record Style(string Name, string Unreserved, bool HasPlus, bool IsLowerCase = false);

    public static IReadOnlyList<Style> Styles { get; } =
    [
        new("RFC 3986", "-._~", HasPlus: false),
        new("forms", "*-._", HasPlus: true),
        new("Python's quote_plus", "-._~", HasPlus: true),
        new("JavaScript's encodeURIComponent", "-._~!*'()", HasPlus: false),
        new("RFC 3986 with lower-case hex", "-._~", HasPlus: false, IsLowerCase: true),
        new("forms with lower-case hex", "*-._", HasPlus: true, IsLowerCase: true),
    ];

    /// <summary>The bytes behind the escapes; a <c>%</c> without two hex digits stays.</summary>
    public static byte[] Decode(string text, bool hasPlus)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int to = 0;
        for (int from = 0; from < bytes.Length; from++)
        {
            byte b = bytes[from];
            if (b == '%' && from + 2 < bytes.Length
                && byte.TryParse(bytes.AsSpan(from + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte escaped))
            {
                b = escaped;
                from += 2;
            }
            else if (b == '+' && hasPlus)
            {
                b = (byte)' ';
            }

            bytes[to++] = b;
        }

        return bytes[..to];
    }

    /// <summary>Bytes with escapes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, Style style)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || style.Unreserved.Contains((char)b, StringComparison.Ordinal))
            {
                text.Append((char)b);
            }
            else if (b == ' ' && style.HasPlus)
            {
                text.Append('+');
            }
            else
            {
                text.Append('%').Append(b.ToString(style.IsLowerCase ? "x2" : "X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    /// <summary>Names and values of a form or a query encoded anew.</summary>
    public static string Reencode(string form, Style style) => string.Join('&', form.Split('&').Select(pair =>
        string.Join('=', pair.Split('=', 2).Select(half => Encode(Decode(half, hasPlus: true), style)))));

    /// <summary>The text with the hex digits of its escapes in another case.</summary>
    public static string WithCase(string text, bool isLowerCase)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i + 2 < characters.Length; i++)
        {
            if (characters[i] == '%' && char.IsAsciiHexDigit(characters[i + 1]) && char.IsAsciiHexDigit(characters[i + 2]))
            {
                for (int digit = i + 1; digit <= i + 2; digit++)
                {
                    characters[digit] = isLowerCase ? char.ToLowerInvariant(characters[digit]) : char.ToUpperInvariant(characters[digit]);
                }

                i += 2;
            }
        }

        return new string(characters);
    }
}
