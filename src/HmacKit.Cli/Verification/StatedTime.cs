using System.Globalization;

namespace HmacKit.Cli;

/// <summary>A time that the user states: Unix seconds, Unix milliseconds (more than eleven digits) or RFC 3339.</summary>
internal static class StatedTime
{
    // Eleven digits of seconds reach past the year 5000; twelve of milliseconds begin in 1973.
    private const int MaxDigitsOfSeconds = 11;

    private const int Ticks = 7;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && TryFromMilliseconds(text.Length > MaxDigitsOfSeconds ? number : number * 1000, out time);
        }

        return DateTimeOffset.TryParseExact(
            WithoutNanoseconds(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>The time in Unix milliseconds; false if .NET's calendar doesn't reach that far.</summary>
    public static bool TryFromMilliseconds(long milliseconds, out DateTimeOffset time)
    {
        bool isWithin = milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        time = isWithin ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isWithin;
    }

    /// <summary>The time with at most seven digits behind the point, which is as fine as .NET has it.</summary>
    private static string WithoutNanoseconds(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return text;
        }

        int digits = text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9');
        return digits is > Ticks and <= 9 ? text.Remove(point + 1 + Ticks, digits - Ticks) : text;
    }
}
