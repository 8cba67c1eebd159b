using System.Text;

namespace HmacKit;

/// <summary>Text in the character encodings that senders take for UTF-8, some of which lose characters.</summary>
internal static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Windows' own encodings of Western Europe: that of its windows, and those of its consoles.</summary>
    public static IReadOnlyList<(string Name, Encoding Encoding)> Windows { get; } =
        [Page("Windows-1252", 1252), Page("code page 850", 850), Page("code page 437", 437)];

    /// <summary>UTF-16 and UTF-32, without a byte order mark and with one.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Wide(string text)
    {
        foreach ((string name, Encoding encoding) in ((string, Encoding)[])[("UTF-16", Encoding.Unicode), ("big-endian UTF-16", Encoding.BigEndianUnicode), ("UTF-32", Encoding.UTF32)])
        {
            byte[] bytes = encoding.GetBytes(text);
            yield return (name, bytes);
            yield return ($"{name} with a byte order mark", [.. encoding.GetPreamble(), .. bytes]);
        }
    }

    /// <summary>One byte a character, with what came of those that have none.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Narrow(string text)
    {
        yield return ("Node's 'binary': the low byte of each UTF-16 unit", [.. text.Select(static unit => (byte)unit)]);
        yield return ("ASCII, with ? for all other characters", [.. text.Select(static unit => unit < 0x80 ? (byte)unit : (byte)'?')]);
        yield return ("ASCII, with one ? for each other character", [.. text.EnumerateRunes().Select(static rune => rune.IsAscii ? (byte)rune.Value : (byte)'?')]);
        yield return ("ASCII, without all other characters", [.. text.Where(static unit => unit < 0x80).Select(static unit => (byte)unit)]);
        yield return ("Latin-1, with ? for all characters beyond it", [.. text.Select(static unit => unit <= 0xFF ? (byte)unit : (byte)'?')]);
        yield return ("Latin-1, with one ? for each character beyond it", [.. text.EnumerateRunes().Select(static rune => rune.Value <= 0xFF ? (byte)rune.Value : (byte)'?')]);
        yield return ("Latin-1, without the characters beyond it", [.. text.Where(static unit => unit <= 0xFF).Select(static unit => (byte)unit)]);
    }

    /// <summary>UTF-8 that was read as ASCII, and written as UTF-8 again.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> ReadAsAscii(ReadOnlyMemory<byte> utf8)
    {
        byte[] bytes = utf8.ToArray();
        yield return ("ASCII, with ? for each other byte", [.. bytes.Select(static b => b < 0x80 ? b : (byte)'?')]);
        yield return ("ASCII, with U+FFFD for each other byte", Encoding.UTF8.GetBytes(string.Concat(bytes.Select(static b => b < 0x80 ? (char)b : '\uFFFD'))));
        yield return ("ASCII of seven bits", [.. bytes.Select(static b => (byte)(b & 0x7F))]);
    }

    /// <summary>What bytes say in UTF-8; null if they aren't UTF-8.</summary>
    public static string? TryDecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static (string Name, Encoding Encoding) Page(string name, int number) => (name, CodePagesEncodingProvider.Instance.GetEncoding(number)!);
}
