using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// What strangers write, as it may stand in a log: printable ASCII as it is, all else percent-encoded (RFC 3986 section 2.1), so that
/// nothing in a request ends a line, moves a cursor or turns the direction of writing.
/// </summary>
internal static class LogText
{
    private const int MaxLength = 512;

    /// <summary>A request's path, beginning with its base.</summary>
    public static string PathOf(HttpRequest request) => Of(request.PathBase.ToUriComponent() + request.Path.ToUriComponent());

    /// <summary>A text of at most 512 characters; what is longer is cut and ends in three dots.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            return text ?? "";
        }

        var encoded = new StringBuilder(text.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (encoded.Length >= MaxLength)
            {
                return encoded.Append("...").ToString();
            }

            if (rune.Value is >= ' ' and <= '~')
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
