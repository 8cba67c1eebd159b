using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>Percent-encoding as RFC 5849 section 3.6 and AWS have it: everything but unreserved characters, in upper-case hex.</summary>
internal static class CanonicalText
{
    /// <summary>A text encoded, or what its escapes stand for encoded; null if an escape has no two hex digits, or the text is no text.</summary>
    public static string? Encode(string text, bool isDecoded, bool keepsSlash = false)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(4 * Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return TryGetUtf8(text, bytes, out int length) && TryEncode(bytes.AsSpan(0, length), bytes.AsSpan(length), out int written, isDecoded, keepsSlash: keepsSlash)
                ? Encoding.ASCII.GetString(bytes, length, written)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Encodes into a span of three times the length; false at an escape without two hex digits.</summary>
    public static bool TryEncode(ReadOnlySpan<byte> text, Span<byte> destination, out int written, bool isDecoded, bool plusIsBlank = false, bool keepsSlash = false)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!TryRead(text, ref i, isDecoded, plusIsBlank, out byte b))
            {
                return false;
            }

            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (keepsSlash && b == '/'))
            {
                destination[written++] = b;
                continue;
            }

            destination[written++] = (byte)'%';
            destination[written++] = digits[b >> 4];
            destination[written++] = digits[b & 0xF];
        }

        return true;
    }

    /// <summary>Decodes into a span of the same length; false at an escape without two hex digits.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written, bool plusIsBlank)
    {
        written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!TryRead(text, ref i, isDecoded: true, plusIsBlank, out destination[written]))
            {
                return false;
            }

            written++;
        }

        return true;
    }

    /// <summary>Whether an encoded text begins with these characters.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lead)
    {
        int at = 0;
        foreach (byte expected in lead)
        {
            if (at >= text.Length || !TryRead(text, ref at, isDecoded: true, plusIsBlank: true, out byte b) || b != expected)
            {
                return false;
            }

            at++;
        }

        return true;
    }

    /// <summary>Writes a text encoded; false if it is no text.</summary>
    public static bool TryWrite(ReadOnlySpan<char> text, ref MessageWriter writer)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            if (!TryGetUtf8(text, bytes, out int length))
            {
                return false;
            }

            _ = TryEncode(bytes.AsSpan(0, length), writer.GetSpan(3 * length), out int written, isDecoded: false);
            writer.Advance(written);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The bytes of a text, into a span of <see cref="Encoding.GetMaxByteCount"/>; false if it has lone surrogates.</summary>
    public static bool TryGetUtf8(ReadOnlySpan<char> text, Span<byte> destination, out int length) =>
        System.Text.Unicode.Utf8.FromUtf16(text, destination, out _, out length, replaceInvalidSequences: false) == OperationStatus.Done;

    private static bool TryRead(ReadOnlySpan<byte> text, ref int at, bool isDecoded, bool plusIsBlank, out byte b)
    {
        b = text[at];
        if (isDecoded && b == '%')
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
            {
                return false;
            }

            b = (byte)((HexValue(text[at + 1]) << 4) | HexValue(text[at + 2]));
            at += 2;
        }
        else if (plusIsBlank && b == '+')
        {
            b = (byte)' ';
        }

        return true;
    }

    private static int HexValue(byte digit) => (digit & 0xF) + (digit >> 6) * 9;
}
