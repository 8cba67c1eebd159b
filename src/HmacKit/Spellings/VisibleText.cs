using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>
/// Bytes as text in which nothing is invisible, for showing what is signed. A space is <c>·</c>, a control character its
/// picture (<c>␊</c>, <c>␍</c>, <c>␉</c>), and a line feed also begins a new line. Any other character that can't be seen, or
/// could be taken for one of these signs, is <c>&lt;U+200B&gt;</c>, and a byte that isn't UTF-8 <c>&lt;0xFF&gt;</c>.
/// </summary>
public static class VisibleText
{
    private const char Space = '·';
    private const int ControlPictures = 0x2400;
    private const char DeletePicture = '␡';

    /// <summary>The text.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
            if (!isCharacter)
            {
                AppendBytes(text, bytes[..length]);
            }
            else if (IsVisible(rune))
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                AppendSign(text, rune);
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static bool IsVisible(Rune rune) => rune.Value switch
    {
        ' ' or Space or (>= ControlPictures and <= 0x243F) => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned),
    };

    private static void AppendSign(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case ' ':
                text.Append(Space);
                break;
            case '\n':
                text.Append((char)(ControlPictures + rune.Value)).Append('\n');
                break;
            case < ' ':
                text.Append((char)(ControlPictures + rune.Value));
                break;
            case 0x7F:
                text.Append(DeletePicture);
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
                break;
        }
    }

    private static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            text.Append(CultureInfo.InvariantCulture, $"<0x{b:X2}>");
        }
    }
}
