using System.Globalization;
using System.Text;

namespace HmacKit.Cli;

/// <summary>Bytes in rows of sixteen: offset, hex, and the printable ASCII among them.</summary>
internal static class HexDump
{
    private const int RowLength = 16;

    public static void Write(ReadOnlySpan<byte> bytes, OutputBuffer output)
    {
        var row = new StringBuilder();
        for (int offset = 0; offset < bytes.Length; offset += RowLength)
        {
            ReadOnlySpan<byte> part = bytes.Slice(offset, Math.Min(RowLength, bytes.Length - offset));
            row.Clear().Append(CultureInfo.InvariantCulture, $"{offset:x8} ");
            for (int i = 0; i < RowLength; i++)
            {
                row.Append(i == RowLength / 2 ? "  " : " ");
                row.Append(i < part.Length ? part[i].ToString("x2", CultureInfo.InvariantCulture) : "  ");
            }

            row.Append("  |");
            foreach (byte b in part)
            {
                row.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
            }

            output.WriteLine(row.Append('|').ToString());
        }
    }
}
