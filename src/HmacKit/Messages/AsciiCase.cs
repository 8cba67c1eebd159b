namespace HmacKit;

/// <summary>Letters in lower case, those of ASCII alone.</summary>
internal static class AsciiCase
{
    /// <summary>Writes them in place; all other bytes stay. The framework's own stops at the first byte that isn't ASCII.</summary>
    public static void ToLower(Span<byte> text)
    {
        foreach (ref byte b in text)
        {
            b = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }
    }
}
