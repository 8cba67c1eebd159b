using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>Times as senders write them, right or wrong.</summary>
internal static class TimeReading
{
    private const long MinMillisecondsLength = 12; // 2001 to 5138 in seconds have 10 or 11 digits, in milliseconds 12 to 14

    private static readonly string[] LooseFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyyMMdd'T'HHmmssK", "r",
        "ddd, d MMM yyyy HH:mm:ss zzz", "ddd, d MMM yyyy HH:mm:ss 'UTC'", "ddd, d MMM yyyy HH:mm:ss",
    ];

    /// <summary>What local time may differ from UTC by: whole and half hours, and the three zones of a quarter.</summary>
    public static IReadOnlyList<TimeSpan> ZoneOffsets { get; } =
    [
        .. Enumerable.Range(-24, 53).Where(static half => half != 0).Select(static half => TimeSpan.FromMinutes(30 * half)).OrderBy(static offset => offset.Duration()),
        new(5, 45, 0), new(8, 45, 0), new(12, 45, 0), new(-5, -45, 0), new(-8, -45, 0),
    ];

    /// <summary>Reads a time in whatever format it is, and says in which.</summary>
    public static bool TryAny(string text, out long unixMilliseconds, out TimestampFormat format)
    {
        if (text.Length is >= 9 and <= 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unixMilliseconds))
        {
            format = text.Length < MinMillisecondsLength ? TimestampFormat.UnixSeconds : TimestampFormat.UnixMilliseconds;
            unixMilliseconds *= format == TimestampFormat.UnixSeconds ? 1000 : 1;
            for (int digits = text.Length; digits > 14; digits -= 3)
            {
                unixMilliseconds /= 1000; // micro- or nanoseconds
            }

            return unixMilliseconds < TimestampText.MaxUnixMilliseconds;
        }

        // Python's time.time() and PHP's microtime(true).
        if (text.IndexOf('.', StringComparison.Ordinal) is >= 9 and <= 11 and var point
            && text.AsSpan(point + 1) is { Length: >= 1 and <= 9 } fraction && !fraction.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            format = TimestampFormat.UnixSecondsWithFraction;
            unixMilliseconds = (seconds * 1000) + int.Parse($"{fraction}00".AsSpan(0, 3), CultureInfo.InvariantCulture);
            return unixMilliseconds < TimestampText.MaxUnixMilliseconds;
        }

        bool isDate = DateTimeOffset.TryParseExact(
            text, LooseFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && time.Year >= 1970;
        format = isDate && text.EndsWith("GMT", StringComparison.Ordinal) ? TimestampFormat.HttpDate : isDate && char.IsAsciiLetter(text[0]) ? TimestampFormat.Rfc5322 : TimestampFormat.Rfc3339;
        unixMilliseconds = isDate ? time.ToUnixTimeMilliseconds() : 0;
        return isDate;
    }

    /// <summary>The time as a scheme writes it.</summary>
    public static string Write(TimestampFormat format, long unixMilliseconds)
    {
        byte[] text = new byte[TimestampText.MaxLength];
        return Encoding.ASCII.GetString(text, 0, TimestampText.Format(format, unixMilliseconds, text));
    }

    /// <summary>A distance in hours, such as <c>5.5 h</c>.</summary>
    public static string Hours(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"{offset.Duration().TotalHours:0.##} h");
}
