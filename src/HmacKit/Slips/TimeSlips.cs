using System.Globalization;

namespace HmacKit;

/// <summary>Slips with the time that was signed; those with the time that the header states are <see cref="TimeFinding"/>.</summary>
internal static class TimeSlips
{
    private const int MillisecondsPerSecond = 1000;

    /// <summary>How many milliseconds, or seconds where the time has none, may lie between two readings of a clock.</summary>
    private const int MaxLikelySteps = 3;

    private const int MaxSteps = 2000;
    private const int MaxSeconds = 60;

    /// <summary>How a sender may have written a time.</summary>
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'+00:00'", "yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss", "yyyyMMdd'T'HHmmss'Z'", "r",
    ];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Timestamp is not { } text || signed.TimestampFormat is not { } format)
        {
            return [];
        }

        return Units(signed, text).Concat(OtherHeaders(signed, text)).Concat(Formats(signed, text, format)).Concat(ReadTwice(signed, text, format, 1, MaxLikelySteps));
    }

    /// <summary>All milliseconds of a second, all zones, and clocks that were read further apart.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed) => signed.Timestamp is not { } text || signed.TimestampFormat is not { } format
        ? []
        : ReadTwice(signed, text, format, MaxLikelySteps + 1, MaxSteps).Concat(Zones(signed, text, format)).Concat(Milliseconds(signed, text));

    private static Slip With(SignedRequest signed, string text, DiagnosisCause cause, string what) =>
        new(signed with { Timestamp = text }, cause, what);

    private static IEnumerable<Slip> Units(SignedRequest signed, string text)
    {
        if (!TryNumber(text, out long number))
        {
            yield break;
        }

        foreach ((string Text, string What) other in ((string, string)[])[(Text(number / MillisecondsPerSecond), "the time in seconds"), (text + "000", "the time in milliseconds"), (text + ".0", "the time as a number with a point"),
            (string.Create(CultureInfo.InvariantCulture, $"{number / MillisecondsPerSecond}.{number % MillisecondsPerSecond:000}"), "the time in seconds with a fraction")])
        {
            yield return With(signed, other.Text, ClaimCauses.TimeUnit, other.What);
        }
    }

    /// <summary>One reading of the clock for the header and another one for the message: a few steps apart, the earlier signature first.</summary>
    private static IEnumerable<Slip> ReadTwice(SignedRequest signed, string text, TimestampFormat format, int least, int most)
    {
        if (!TimestampText.TryParse(format, text, out long time))
        {
            yield break;
        }

        bool hasMilliseconds = TimeReading.Write(format, time + 1) != TimeReading.Write(format, time);
        int step = hasMilliseconds ? 1 : MillisecondsPerSecond;
        for (int steps = least; steps <= (hasMilliseconds ? most : Math.Min(most, MaxSeconds)); steps++)
        {
            foreach (long other in (long[])[time - (steps * step), time + (steps * step)])
            {
                string unit = hasMilliseconds ? "ms" : "s";
                yield return With(signed, TimeReading.Write(format, other), ClaimCauses.TimeReadTwice, $"a time that is {steps} {unit} {(other < time ? "before" : "behind")} that of the header");
            }
        }
    }

    // Which millisecond it was the header doesn't say.
    private static IEnumerable<Slip> Milliseconds(SignedRequest signed, string text)
    {
        if (signed.TimestampFormat == TimestampFormat.UnixSeconds && TryNumber(text, out long seconds) && seconds < TimestampText.MaxUnixMilliseconds / MillisecondsPerSecond)
        {
            for (int i = 1; i < MillisecondsPerSecond; i++)
            {
                yield return With(signed, Text((seconds * MillisecondsPerSecond) + i), ClaimCauses.TimeUnit, "the time in milliseconds");
            }
        }
    }

    private static IEnumerable<Slip> OtherHeaders(SignedRequest signed, string text)
    {
        foreach ((string name, string value) in OtherHeader.Of(signed))
        {
            if (value != text && TimeReading.TryAny(value, out _, out _))
            {
                yield return With(signed, value, ClaimCauses.TimeOfAnotherHeader, $"the time of the header {name}");
            }
        }
    }

    private static IEnumerable<Slip> Formats(SignedRequest signed, string text, TimestampFormat format)
    {
        if (!TimeReading.TryAny(text, out long time, out TimestampFormat written))
        {
            yield break;
        }

        DateTime utc = DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
        foreach (string pattern in DateFormats)
        {
            string date = utc.ToString(pattern, CultureInfo.InvariantCulture);
            yield return With(signed, date, ClaimCauses.TimeFormat, $"the time as '{date}'");
        }

        // From a date to a number; from one number to the other is a unit.
        if (written is TimestampFormat.Rfc3339 or TimestampFormat.HttpDate)
        {
            yield return With(signed, Text(time / MillisecondsPerSecond), ClaimCauses.TimeFormat, "the time in Unix seconds");
            yield return With(signed, Text(time), ClaimCauses.TimeFormat, "the time in Unix milliseconds");
        }
        else if (format != written)
        {
            yield return With(signed, TimeReading.Write(format, time), ClaimCauses.TimeFormat, "the time as the scheme writes it");
        }
    }

    private static IEnumerable<Slip> Zones(SignedRequest signed, string text, TimestampFormat format)
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
                yield return With(signed, TimeReading.Write(format, shifted), ClaimCauses.TimeZone, $"a time that is {TimeReading.Hours(offset)} off");
            }
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < TimestampText.MaxUnixMilliseconds;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
