using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Text;

/// <summary>All formats of times beside patterns and the framework's calendar, on times and slips from a fixed seed.</summary>
public class TimestampPropertyTests
{
    private const string Clock = @"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)";

    private static readonly Gen<long> Time =
        from days in Gen.Choose(0, 2_932_896) // to the end of the year 9999
        from milliseconds in Gen.Choose(0, 86_399_999)
        select (days * 86_400_000L) + milliseconds;

    public static TheoryData<TimestampFormat> Formats => new(Enum.GetValues<TimestampFormat>());

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_time_is_written_as_the_framework_writes_it_and_read_again(TimestampFormat format) => Seeded.Holds(
        Time,
        time =>
        {
            string text = Write(format, time);
            Assert.Equal(Model(format, time), text);
            Assert.True(TimestampText.TryParse(format, text, out long read));
            bool hasFraction = format is TimestampFormat.UnixMilliseconds or TimestampFormat.Rfc3339 or TimestampFormat.UnixSecondsWithFraction or TimestampFormat.IsoWithoutOffsetFraction;
            Assert.Equal(hasFraction ? time : time / 1000 * 1000, read);
        },
        tests: 500);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_time_with_slips_in_it_is_read_as_the_pattern_says_or_refused(TimestampFormat format) => Seeded.Holds(
        from time in Time
        from slips in (from kind in Gen.Choose(0, 2) from at in Gen.Choose(0, 40) from c in Gen.Elements("0123456789-+:.TZ ,GMTuW\u0661".ToCharArray()) select (kind, at, c)).ListOf()
        select slips.Take(3).Aggregate(Write(format, time), (text, slip) => Changed(text, slip.kind, slip.at % (text.Length + 1), slip.c)),
        text =>
        {
            bool isRead = TimestampText.TryParse(format, text, out long read);
            Assert.Equal(Read(format, text), isRead ? read : null);
        },
        tests: 3000);

    private static string Changed(string text, int kind, int at, char c) => kind switch
    {
        0 => text.Insert(at, c.ToString()),
        1 when at < text.Length => text.Remove(at, 1),
        _ when at < text.Length => text.Remove(at, 1).Insert(at, c.ToString()),
        _ => text,
    };

    private static string Write(TimestampFormat format, long time)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        return Encoding.ASCII.GetString(text[..TimestampText.Format(format, time, text)]);
    }

    private static string Model(TimestampFormat format, long time)
    {
        DateTime utc = DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
        string Of(string pattern) => utc.ToString(pattern, CultureInfo.InvariantCulture);
        return format switch
        {
            TimestampFormat.UnixSeconds => (time / 1000).ToString(CultureInfo.InvariantCulture),
            TimestampFormat.UnixMilliseconds => time.ToString(CultureInfo.InvariantCulture),
            TimestampFormat.UnixSecondsWithFraction => (time / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
            TimestampFormat.Rfc3339 => Of("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            TimestampFormat.Rfc3339Seconds => Of("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            TimestampFormat.IsoWithoutOffset => Of("yyyy-MM-dd'T'HH:mm:ss"),
            TimestampFormat.IsoWithoutOffsetFraction => Of("yyyy-MM-dd'T'HH:mm:ss.fff"),
            TimestampFormat.IsoBasic => Of("yyyyMMdd'T'HHmmss'Z'"),
            TimestampFormat.IsoCompact => Of("yyyyMMdd'T'HH:mm:ss'+0000'"),
            TimestampFormat.Rfc5322 => Of("ddd, dd MMM yyyy HH:mm:ss '+0000'"),
            _ => Of("ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
        };
    }

    private static long? Read(TimestampFormat format, string text)
    {
        (string pattern, string calendar) = format switch
        {
            TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds => ("(0|[1-9][0-9]{0,18})", ""),
            TimestampFormat.UnixSecondsWithFraction => (@"(0|[1-9][0-9]{0,18})(\.[0-9]{1,9})?", ""),
            TimestampFormat.Rfc3339 or TimestampFormat.Rfc3339Seconds => (Clock + @"(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", "yyyy-MM-dd'T'HH:mm:ss"),
            TimestampFormat.IsoWithoutOffsetFraction => (Clock + @"(\.\d{1,9})?", "yyyy-MM-dd'T'HH:mm:ss"),
            TimestampFormat.IsoWithoutOffset => (Clock, "yyyy-MM-dd'T'HH:mm:ss"),
            TimestampFormat.IsoBasic => (@"(\d{8}T\d{6})Z", "yyyyMMdd'T'HHmmss"),
            TimestampFormat.IsoCompact => (@"(\d{8}T\d\d:\d\d:\d\d)\+0000", "yyyyMMdd'T'HH:mm:ss"),
            TimestampFormat.Rfc5322 => (@"([A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d) ()([+-]\d{4})", "ddd, dd MMM yyyy HH:mm:ss"),
            _ => (@"([A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d) GMT", "ddd, dd MMM yyyy HH:mm:ss"),
        };
        Match match = Regex.Match(text, $"^{pattern}\\z", RegexOptions.ECMAScript | RegexOptions.CultureInvariant);
        if (!match.Success)
        {
            return null;
        }

        int milliseconds = match.Groups[2].Value is { Length: > 0 } fraction ? int.Parse((fraction[1..] + "00")[..3], CultureInfo.InvariantCulture) : 0;
        if (calendar.Length == 0)
        {
            decimal number = decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            return format == TimestampFormat.UnixMilliseconds
                ? (long)Math.Min(number, TimestampText.MaxUnixMilliseconds)
                : ((long)Math.Min(number, TimestampText.MaxUnixMilliseconds / 1000) * 1000) + milliseconds;
        }

        string offset = match.Groups[3].Value.Replace(":", "", StringComparison.Ordinal);
        (int hours, int minutes) = offset.Length == 5 ? (int.Parse(offset[1..3], CultureInfo.InvariantCulture), int.Parse(offset[3..], CultureInfo.InvariantCulture)) : (0, 0);
        bool isDate = DateTime.TryParseExact(match.Groups[1].Value, calendar, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date);
        bool mustBeOfTheEpoch = format is TimestampFormat.Rfc3339 or TimestampFormat.Rfc3339Seconds or TimestampFormat.IsoWithoutOffsetFraction;
        if (!isDate || hours > 23 || minutes > 59 || (mustBeOfTheEpoch && date.Year < 1970))
        {
            return null;
        }

        long time = ((date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) + milliseconds - (((hours * 60) + minutes) * 60_000L * (offset.StartsWith('-') ? -1 : 1));
        return Math.Clamp(time, 0, TimestampText.MaxUnixMilliseconds);
    }
}
