using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>The strings of a JSON text in another spelling; all between them stays as it is.</summary>
internal static class JsonStrings
{
    /// <summary>How a character is spelt; null leaves it as it is.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="isEscaped">Whether it is escaped now.</param>
    public delegate string? Spelling(Rune rune, bool isEscaped);

    /// <summary>The text with every character of its strings spelt anew.</summary>
    public static byte[] Respell(ReadOnlySpan<byte> json, Spelling spelling)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        bool isInString = false;
        for (int at = 0; at < json.Length;)
        {
            int start = at;
            if (json[at] == (byte)'"')
            {
                isInString = !isInString;
                at++;
            }
            else if (!isInString)
            {
                at++;
            }
            else if (ReadCharacter(json, ref at, out bool isEscaped) is { } rune && spelling(rune, isEscaped) is { } text)
            {
                output.Write(Encoding.UTF8.GetBytes(text));
                continue;
            }

            output.Write(json[start..at]);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>What a quoted string says.</summary>
    public static string Decode(ReadOnlySpan<byte> quoted)
    {
        var text = new StringBuilder(quoted.Length);
        ReadOnlySpan<byte> inner = quoted[1..^1];
        for (int at = 0; at < inner.Length;)
        {
            text.Append((ReadCharacter(inner, ref at, out _) ?? Rune.ReplacementChar).ToString());
        }

        return text.ToString();
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

    /// <summary>The character at a place within a string; null for what is none, such as half a pair.</summary>
    private static Rune? ReadCharacter(ReadOnlySpan<byte> json, ref int at, out bool isEscaped)
    {
        isEscaped = json[at] == (byte)'\\';
        if (!isEscaped)
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
