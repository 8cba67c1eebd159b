using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit.Cli;

/// <summary>
/// Bytes as text in which nothing is invisible. A space is <c>·</c>, a control character its picture (<c>␊</c>, <c>␍</c>,
/// <c>␉</c>), and a line feed also begins a new line. Any other character that can't be seen, or could be taken for one
/// of these signs, is <c>&lt;U+200B&gt;</c>, and a byte that isn't UTF-8 <c>&lt;0xFF&gt;</c>.
/// </summary>
internal static class VisibleText
{
    private const char Space = '·';
    private const int ControlPictures = 0x2400;
    private const char DeletePicture = '␡';

    /// <summary>Writes the text, and ends the last line.</summary>
    public static void Write(ReadOnlySpan<byte> bytes, OutputBuffer output)
    {
        Span<char> units = stackalloc char[2];
        var line = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
            if (!isCharacter)
            {
                AppendBytes(line, bytes[..length]);
            }
            else if (IsVisible(rune))
            {
                line.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                AppendSign(line, rune);
            }

            bytes = bytes[length..];
            if (rune.Value == '\n' && isCharacter)
            {
                line.Append('\n');
                output.Write(line.ToString());
                line.Clear();
            }
        }

        output.Write(line.Length == 0 ? "" : line.Append('\n').ToString());
    }

    private static bool IsVisible(Rune rune) => rune.Value switch
    {
        ' ' or Space or (>= ControlPictures and <= 0x243F) => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned),
    };

    private static void AppendSign(StringBuilder line, Rune rune)
    {
        switch (rune.Value)
        {
            case ' ':
                line.Append(Space);
                break;
            case < ' ':
                line.Append((char)(ControlPictures + rune.Value));
                break;
            case 0x7F:
                line.Append(DeletePicture);
                break;
            default:
                line.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
                break;
        }
    }

    private static void AppendBytes(StringBuilder line, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            line.Append(CultureInfo.InvariantCulture, $"<0x{b:X2}>");
        }
    }
}
