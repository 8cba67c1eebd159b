using System.Numerics;

namespace HmacKit;

/// <summary>Single parameters of a query (characters) or a form (bytes), found where they are.</summary>
internal static class ParameterText
{
    /// <summary>
    /// Counts the parameters of a name, up to two, and says where the value of the first one is, still encoded. Names are
    /// compared decoded, so that another spelling of the name is no second parameter that nobody sees; and where there is one, a name that
    /// differs in the case of its letters is a second one, since many readers take the two for the same.
    /// </summary>
    public static int Find<T>(ReadOnlySpan<T> text, string name, out int start, out int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        start = length = 0;
        int count = 0;
        bool isInOtherCase = false;
        for (int at = 0; at <= text.Length && count < 2;)
        {
            ReadOnlySpan<T> pair = text[at..];
            int end = pair.IndexOf(T.CreateTruncating('&'));
            pair = end < 0 ? pair : pair[..end];
            int equals = pair.IndexOf(T.CreateTruncating('='));
            ReadOnlySpan<T> found = equals < 0 ? pair : pair[..equals];
            bool isName = IsName(found, name, out bool isExact) && !pair.IsEmpty;
            isInOtherCase |= isName && !isExact;
            if (isName && isExact && count++ == 0)
            {
                start = at + (equals < 0 ? pair.Length : equals + 1);
                length = equals < 0 ? 0 : pair.Length - equals - 1;
            }

            at += pair.Length + 1;
        }

        return count == 1 && isInOtherCase ? 2 : count;
    }

    /// <summary>Where the pair of a name is, with the <c>&amp;</c> that goes with it; false if there is none.</summary>
    public static bool TryFindPair<T>(ReadOnlySpan<T> text, string name, out int start, out int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        start = length = 0;
        if (Find(text, name, out int valueAt, out int valueLength) == 0)
        {
            return false;
        }

        start = text[..valueAt].LastIndexOf(T.CreateTruncating('&'));
        int end = valueAt + valueLength;
        if (start < 0)
        {
            start = 0;
            end += end < text.Length ? 1 : 0;
        }

        length = end - start;
        return true;
    }

    private static bool IsName<T>(ReadOnlySpan<T> encoded, string name, out bool isExact)
        where T : unmanaged, IBinaryInteger<T>
    {
        isExact = true;
        int at = 0;
        foreach (char c in name)
        {
            if (at >= encoded.Length)
            {
                return false;
            }

            int unit = int.CreateTruncating(encoded[at]);
            if (unit == '%' && at + 2 < encoded.Length
                && HexValue(int.CreateTruncating(encoded[at + 1])) is >= 0 and var high
                && HexValue(int.CreateTruncating(encoded[at + 2])) is >= 0 and var low)
            {
                unit = (high << 4) | low;
                at += 2;
            }
            else if (unit == '+')
            {
                unit = ' ';
            }

            if (unit != c)
            {
                if ((unit ^ c) != 0x20 || !char.IsAsciiLetter(c))
                {
                    return false;
                }

                isExact = false;
            }

            at++;
        }

        return at == encoded.Length;
    }

    private static int HexValue(int unit) => unit is >= 0 and < 128 && char.IsAsciiHexDigit((char)unit) ? (unit & 0xF) + (unit >> 6) * 9 : -1;
}
