using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>The strings of a JSON text: what they say, and how their characters are spelt.</summary>
internal static class JsonStrings
{
    /// <summary>What a quoted string says.</summary>
    public static string Decode(ReadOnlySpan<byte> quoted)
    {
        var text = new StringBuilder(quoted.Length);
        ReadOnlySpan<byte> inner = quoted[1..^1];
        for (int at = 0; at < inner.Length;)
        {
            text.Append((ReadCharacter(inner, ref at) ?? Rune.ReplacementChar).ToString());
        }

        return text.ToString();
    }

    /// <summary>A text in quotes, with no more escapes than it needs, as JavaScript writes it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value is '"' or '\\' or < ' ' ? ShortEscape(rune) ?? Escape(rune) : rune.ToString());
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A character as the escape <c>\u</c>, or two of them.</summary>
    public static string Escape(Rune rune, bool isUpperCase = false)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        var text = new StringBuilder(12);
        foreach (char unit in units[..count])
        {
            text.Append("\\u").Append(((int)unit).ToString(isUpperCase ? "X4" : "x4", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>The escape of two characters that JSON has for it; null if it has none.</summary>
    public static string? ShortEscape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '/' => "\\/",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        _ => null,
    };

    /// <summary>The character at a place within a string, which is then behind it; null for what is none, such as half a pair.</summary>
    public static Rune? ReadCharacter(ReadOnlySpan<byte> json, ref int at)
    {
        if (json[at] != (byte)'\\')
        {
            bool isValid = Rune.DecodeFromUtf8(json[at..], out Rune raw, out int length) == OperationStatus.Done;
            at += length;
            return isValid ? raw : null;
        }

        byte letter = json[at + 1];
        if (letter != (byte)'u')
        {
            at += 2;
            return new Rune(letter switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'f' => '\f',
                (byte)'b' => '\b',
                _ => (char)letter,
            });
        }

        char unit = ReadUnit(json, at);
        at += 6;
        if (Rune.TryCreate(unit, out Rune rune))
        {
            return rune;
        }

        bool hasSecond = at + 6 <= json.Length && json[at] == (byte)'\\' && json[at + 1] == (byte)'u';
        if (hasSecond && Rune.TryCreate(unit, ReadUnit(json, at), out rune))
        {
            at += 6;
            return rune;
        }

        return null;
    }

    private static char ReadUnit(ReadOnlySpan<byte> json, int at) =>
        (char)ushort.Parse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
