using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>JSON strings as Python's <c>json.dumps</c> writes them by default: all ASCII, <c>/</c> as it is, hex digits in lower case.</summary>
internal static class JsonAscii
{
    /// <summary>The most bytes that one byte of UTF-8 becomes: <c>\u001f</c>.</summary>
    public const int MaxExpansion = 6;

    /// <summary>Writes UTF-8 text as a quoted string from <paramref name="at"/> on; false if it isn't valid UTF-8.</summary>
    public static bool TryWriteString(ReadOnlySpan<byte> utf8, Span<byte> destination, ref int at)
    {
        int to = at;
        destination[to++] = (byte)'"';
        for (int from = 0; from < utf8.Length; from++)
        {
            byte b = utf8[from];
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'"' and not (byte)'\\')
            {
                destination[to++] = b;
                continue;
            }

            if (Rune.DecodeFromUtf8(utf8[from..], out Rune rune, out int length) != OperationStatus.Done)
            {
                return false;
            }

            to += Escape(rune, destination[to..]);
            from += length - 1;
        }

        destination[to++] = (byte)'"';
        at = to;
        return true;
    }

    /// <summary>Writes one character as an escape and returns its length.</summary>
    public static int Escape(Rune rune, Span<byte> destination)
    {
        byte letter = rune.Value switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\f' => (byte)'f',
            '\b' => (byte)'b',
            _ => 0,
        };
        if (letter != 0)
        {
            destination[0] = (byte)'\\';
            destination[1] = letter;
            return 2;
        }

        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        for (int i = 0; i < count; i++)
        {
            WriteUnit(units[i], destination[(6 * i)..]);
        }

        return 6 * count;
    }

    private static void WriteUnit(char unit, Span<byte> destination)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        destination[0] = (byte)'\\';
        destination[1] = (byte)'u';
        destination[2] = digits[unit >> 12];
        destination[3] = digits[(unit >> 8) & 0xF];
        destination[4] = digits[(unit >> 4) & 0xF];
        destination[5] = digits[unit & 0xF];
    }
}
