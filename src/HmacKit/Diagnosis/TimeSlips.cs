using System.Globalization;

namespace HmacKit;

/// <summary>Slips with the time that was signed; those with the time that the header states are <see cref="TimeFinding"/>.</summary>
internal static class TimeSlips
{
    private const int MillisecondsPerSecond = 1000;

    /// <summary>How a sender may have written a time.</summary>
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'+00:00'", "yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss", "yyyyMMdd'T'HHmmss'Z'", "r",
    ];

    public static IEnumerable<Variation> Vary(Draft draft)
    {
        if (draft.Timestamp is not { } text || draft.TimestampFormat is not { } format)
        {
            return [];
        }

        return [.. Units(draft, text), .. OtherHeaders(draft, text), .. Formats(draft, text, format), .. Zones(draft, text, format), .. Milliseconds(draft, text)];
    }

    private static Variation With(Draft draft, string text, DiagnosisCause cause, string what, bool isWide = false) =>
        new(draft with { Timestamp = text }, cause, what, isWide);

    private static IEnumerable<Variation> Units(Draft draft, string text)
    {
        if (!TryNumber(text, out long number))
        {
            yield break;
        }

        foreach ((string Text, string What) other in ((string, string)[])[(Text(number / MillisecondsPerSecond), "the time in seconds"), (text + "000", "the time in milliseconds"), (text + ".0", "the time as a number with a point")])
        {
            yield return With(draft, other.Text, ClaimCauses.TimeUnit, other.What);
        }
    }

    // Which millisecond it was the header doesn't say.
    private static IEnumerable<Variation> Milliseconds(Draft draft, string text)
    {
        if (draft.TimestampFormat == TimestampFormat.UnixSeconds && TryNumber(text, out long seconds) && seconds < TimestampText.MaxUnixMilliseconds / MillisecondsPerSecond)
        {
            for (int i = 1; i < MillisecondsPerSecond; i++)
            {
                yield return With(draft, Text((seconds * MillisecondsPerSecond) + i), ClaimCauses.TimeUnit, "the time in milliseconds", isWide: true);
            }
        }
    }

    private static IEnumerable<Variation> OtherHeaders(Draft draft, string text)
    {
        foreach ((string name, string value) in OtherHeader.Of(draft))
        {
            if (value != text && TimeReading.TryAny(value, out _, out _))
            {
                yield return With(draft, value, ClaimCauses.TimeOfAnotherHeader, $"the time of the header {name}");
            }
        }
    }

    private static IEnumerable<Variation> Formats(Draft draft, string text, TimestampFormat format)
    {
        if (!TimeReading.TryAny(text, out long time, out TimestampFormat written))
        {
            yield break;
        }

        DateTime utc = DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
        foreach (string pattern in DateFormats)
        {
            string date = utc.ToString(pattern, CultureInfo.InvariantCulture);
            yield return With(draft, date, ClaimCauses.TimeFormat, $"the time as '{date}'");
        }

        // From a date to a number; from one number to the other is a unit.
        if (written is TimestampFormat.Rfc3339 or TimestampFormat.HttpDate)
        {
            yield return With(draft, Text(time / MillisecondsPerSecond), ClaimCauses.TimeFormat, "the time in Unix seconds");
            yield return With(draft, Text(time), ClaimCauses.TimeFormat, "the time in Unix milliseconds");
        }
        else if (format != written)
        {
            yield return With(draft, TimeReading.Write(format, time), ClaimCauses.TimeFormat, "the time as the scheme writes it");
        }
    }

    private static IEnumerable<Variation> Zones(Draft draft, string text, TimestampFormat format)
    {
        if (!TimestampText.TryParse(format, text, out long time))
        {
            yield break;
        }

        foreach (TimeSpan offset in TimeReading.ZoneOffsets)
        {
            long shifted = time + (long)offset.TotalMilliseconds;
            if (shifted is > 0 and < TimestampText.MaxUnixMilliseconds)
            {
                yield return With(draft, TimeReading.Write(format, shifted), ClaimCauses.TimeZone, $"a time that is {TimeReading.Hours(offset)} off", isWide: true);
            }
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < TimestampText.MaxUnixMilliseconds;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
