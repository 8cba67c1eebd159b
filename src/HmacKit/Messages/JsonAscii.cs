using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>JSON strings as Python's <c>json.dumps</c> writes them by default: all ASCII, <c>/</c> as it is, hex digits in lower case.</summary>
internal static class JsonAscii
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Writes UTF-8 text as a quoted string; false if it isn't valid UTF-8.</summary>
    public static bool TryWriteString(scoped ReadOnlySpan<byte> utf8, ref MessageWriter writer)
    {
        Span<byte> destination = writer.GetSpan((6 * utf8.Length) + 2);
        int at = 0;
        destination[at++] = (byte)'"';
        while (!utf8.IsEmpty)
        {
            int plain = utf8.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? utf8.Length : plain;
            utf8[..plain].CopyTo(destination[at..]);
            at += plain;
            utf8 = utf8[plain..];
            if (utf8.IsEmpty)
            {
                break;
            }

            if (Rune.DecodeFromUtf8(utf8, out Rune rune, out int length) != OperationStatus.Done)
            {
                return false;
            }

            at += Escape(rune, destination[at..]);
            utf8 = utf8[length..];
        }

        destination[at++] = (byte)'"';
        writer.Advance(at);
        return true;
    }

    private static int Escape(Rune rune, Span<byte> destination)
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
