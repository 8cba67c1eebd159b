namespace HmacKit;

/// <summary>A value of a query that is JSON as Python's <c>json.dumps</c> writes it without blanks. It is one spelling or none, so what is signed is what is sent.</summary>
internal static class PythonJson
{
    /// <summary>Writes the value; false if it is none. <c>True</c>, <c>False</c> and <c>None</c>, which are Python's own words, become JSON's.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> text, Span<byte> destination, ref int at)
    {
        ReadOnlySpan<byte> json = text switch
        {
            [(byte)'T', ..] when text.SequenceCompareTo("True"u8) == 0 => "true"u8,
            [(byte)'F', ..] when text.SequenceCompareTo("False"u8) == 0 => "false"u8,
            [(byte)'N', ..] when text.SequenceCompareTo("None"u8) == 0 => "null"u8,
            _ => text,
        };
        if (!IsCompactAscii(json) || !JsonShape.IsJson(json))
        {
            return false;
        }

        json.CopyTo(destination[at..]);
        at += json.Length;
        return true;
    }

    /// <summary>Whether there is no blank but in strings, and nothing that Python would have escaped.</summary>
    private static bool IsCompactAscii(ReadOnlySpan<byte> json)
    {
        bool isInString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte b = json[i];
            if (b > 0x7E || b < 0x20 || (b == ' ' && !isInString))
            {
                return false;
            }

            if (b == '\\' && isInString)
            {
                i++;
            }
            else if (b == '"')
            {
                isInString = !isInString;
            }
        }

        return true;
    }
}
