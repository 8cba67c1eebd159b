namespace HmacKit;

/// <summary>Percent-encoding (RFC 3986 section 2.1), into spans.</summary>
internal static class PercentCode
{
    /// <summary>Reads the escape that <paramref name="text"/> begins with; false if there is none.</summary>
    public static bool TryHex(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || !char.IsAsciiHexDigit((char)text[1]) || !char.IsAsciiHexDigit((char)text[2]))
        {
            return false;
        }

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    /// <summary>Decodes into a span of at least the same length, which may be the same span; false at a <c>%</c> without two hex digits.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, bool plusIsBlank, Span<byte> destination, out int written)
    {
        // Most texts have nothing to decode, and are copied whole.
        int plain = plusIsBlank ? text.IndexOfAny((byte)'%', (byte)'+') : text.IndexOf((byte)'%');
        written = plain < 0 ? text.Length : plain;
        text[..written].CopyTo(destination);
        for (int i = written; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '%')
            {
                if (!TryHex(text[i..], out b))
                {
                    return false;
                }

                i += 2;
            }
            else if (b == '+' && plusIsBlank)
            {
                b = (byte)' ';
            }

            destination[written++] = b;
        }

        return true;
    }

    /// <summary>Encodes all but the unreserved characters, in upper-case hex, into a span of three times the length.</summary>
    public static int Encode(ReadOnlySpan<byte> text, bool blankAsPlus, bool keepsSlash, Span<byte> destination)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        int written = 0;
        foreach (byte b in text)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (b == '/' && keepsSlash))
            {
                destination[written++] = b;
            }
            else if (b == ' ' && blankAsPlus)
            {
                destination[written++] = (byte)'+';
            }
            else
            {
                destination[written++] = (byte)'%';
                destination[written++] = digits[b >> 4];
                destination[written++] = digits[b & 0xF];
            }
        }

        return written;
    }

    private static int HexValue(byte digit) => (digit & 0xF) + (digit >> 6) * 9;
}
