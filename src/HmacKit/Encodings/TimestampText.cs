using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace HmacKit;

/// <summary>Signing times as text and back, in Unix milliseconds, without allocation.</summary>
internal static class TimestampText
{
    /// <summary>The longest text that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 32;

    /// <summary>9999-12-31T23:59:59.999Z; later times are clamped to it, which every window refuses.</summary>
    public const long MaxUnixMilliseconds = 253_402_300_799_999;

    /// <summary>Reads <paramref name="text"/>; false if it isn't of the format to the letter.</summary>
    public static bool TryParse(TimestampFormat format, ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        switch (format)
        {
            case TimestampFormat.UnixSeconds:
                if (!TryParseDigits(text, out long seconds))
                {
                    unixMilliseconds = 0;
                    return false;
                }

                unixMilliseconds = Math.Min(seconds, MaxUnixMilliseconds / 1000) * 1000;
                return true;
            case TimestampFormat.UnixMilliseconds:
                bool parsed = TryParseDigits(text, out unixMilliseconds);
                unixMilliseconds = Math.Min(unixMilliseconds, MaxUnixMilliseconds);
                return parsed;
            case TimestampFormat.Rfc3339 or TimestampFormat.Rfc3339Seconds:
                return TryParseRfc3339(text, out unixMilliseconds);
            case TimestampFormat.IsoWithoutOffsetFraction:
                return TryParseWithoutOffset(text, out unixMilliseconds);
            case TimestampFormat.UnixSecondsWithFraction:
                return TryParseSecondsWithFraction(text, out unixMilliseconds);
            case TimestampFormat.Rfc5322:
                return TryParseRfc5322(text, out unixMilliseconds);
            default:
                return TryParseExact(Pattern(format), text, out unixMilliseconds);
        }
    }

    /// <summary>Whether all times of a format have the same length and so need no text that ends them.</summary>
    public static bool IsFixedLength(TimestampFormat format) =>
        format is TimestampFormat.HttpDate or TimestampFormat.IsoWithoutOffset or TimestampFormat.IsoBasic or TimestampFormat.IsoCompact;

    /// <summary>Writes the day of a time, as <c>20251217</c> or <c>2025-12-17</c>, and returns the length.</summary>
    public static int FormatDate(long unixMilliseconds, bool withDashes, Span<byte> destination)
    {
        DateTime utc = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;
        utc.TryFormat(destination, out int written, withDashes ? "yyyy-MM-dd" : "yyyyMMdd", CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes the time as ASCII into at least <see cref="MaxLength"/> bytes and returns the length.</summary>
    public static int Format(TimestampFormat format, long unixMilliseconds, Span<byte> destination)
    {
        int written;
        switch (format)
        {
            case TimestampFormat.UnixSeconds:
                Utf8Formatter.TryFormat(unixMilliseconds / 1000, destination, out written);
                break;
            case TimestampFormat.UnixMilliseconds:
                Utf8Formatter.TryFormat(unixMilliseconds, destination, out written);
                break;
            case TimestampFormat.UnixSecondsWithFraction:
                Utf8Formatter.TryFormat(unixMilliseconds / 1000m, destination, out written, new StandardFormat('F', 3));
                break;
            default:
                DateTime utc = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;
                utc.TryFormat(destination, out written, Pattern(format), CultureInfo.InvariantCulture);
                break;
        }

        return written;
    }

    private static string Pattern(TimestampFormat format) => format switch
    {
        TimestampFormat.Rfc3339 => "yyyy-MM-ddTHH:mm:ss.fffZ",
        TimestampFormat.Rfc3339Seconds => "yyyy-MM-ddTHH:mm:ssZ",
        TimestampFormat.IsoWithoutOffset => "yyyy-MM-ddTHH:mm:ss",
        TimestampFormat.IsoWithoutOffsetFraction => "yyyy-MM-ddTHH:mm:ss.fff",
        TimestampFormat.IsoBasic => "yyyyMMddTHHmmssZ",
        TimestampFormat.IsoCompact => "yyyyMMddTHH:mm:ss+0000",
        TimestampFormat.Rfc5322 => "ddd, dd MMM yyyy HH:mm:ss +0000",
        _ => "r",
    };

    /// <summary>The same as RFC 3339 with the offset of UTC, which must not be there.</summary>
    private static bool TryParseWithoutOffset(ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        Span<char> withOffset = stackalloc char[MaxLength];
        if (text.Length is < 19 or >= MaxLength || (text.Length > 19 && (text[19] != '.' || text[20..].ContainsAnyExceptInRange('0', '9'))))
        {
            return false;
        }

        text.CopyTo(withOffset);
        withOffset[text.Length] = 'Z';
        return TryParseRfc3339(withOffset[..(text.Length + 1)], out unixMilliseconds);
    }

    /// <summary>Takes only what would be written again to the letter: the framework takes other spellings too, such as names of days in either case.</summary>
    private static bool TryParseExact(string pattern, ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        Span<char> again = stackalloc char[MaxLength];
        if (!DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date)
            || !date.TryFormat(again, out int length, pattern, CultureInfo.InvariantCulture)
            || !text.Equals(again[..length], StringComparison.Ordinal))
        {
            return false;
        }

        unixMilliseconds = Math.Clamp(new DateTimeOffset(date, TimeSpan.Zero).ToUnixTimeMilliseconds(), 0, MaxUnixMilliseconds);
        return true;
    }

    /// <summary>The offset is read as one of UTC, in all the ways in which a mail's date may write it; the zone GMT too, which a reader has to know (RFC 5322 section 4.3).</summary>
    private static bool TryParseRfc5322(ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.EndsWith(" GMT", StringComparison.Ordinal))
        {
            return TryParseExact("r", text, out unixMilliseconds);
        }

        if (text.Length < 5 || text[^5] is not ('+' or '-') || !TryNumber(text[^4..^2], out int hours) || !TryNumber(text[^2..], out int minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }

        Span<char> gmt = stackalloc char[MaxLength + 4];
        if (text.Length > MaxLength)
        {
            return false;
        }

        text[..^5].CopyTo(gmt);
        "GMT".CopyTo(gmt[(text.Length - 5)..]);
        if (!TryParseExact("r", gmt[..(text.Length - 2)], out unixMilliseconds))
        {
            return false;
        }

        long offset = ((hours * 60) + minutes) * 60_000L * (text[^5] == '-' ? -1 : 1);
        unixMilliseconds = Math.Clamp(unixMilliseconds - offset, 0, MaxUnixMilliseconds);
        return true;
    }

    private static bool TryParseSecondsWithFraction(ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        int point = text.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..];
        if (!TryParseDigits(point < 0 ? text : text[..point], out long seconds)
            || (point >= 0 && (fraction.Length is 0 or > 9 || fraction.ContainsAnyExceptInRange('0', '9'))))
        {
            return false;
        }

        int milliseconds = 0;
        for (int i = 0; i < 3; i++)
        {
            milliseconds = (milliseconds * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        unixMilliseconds = (Math.Min(seconds, MaxUnixMilliseconds / 1000) * 1000) + milliseconds;
        return true;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 19 || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        ulong sum = 0; // 19 nines fit into 64 unsigned bits
        foreach (char c in text)
        {
            uint digit = (uint)(c - '0');
            if (digit > 9)
            {
                return false;
            }

            sum = (sum * 10) + digit;
        }

        value = (long)Math.Min(sum, long.MaxValue);
        return true;
    }

    // yyyy-MM-ddTHH:mm:ss[.f{1,9}](Z|±HH:mm), by position: the framework's own parser takes many more spellings.
    private static bool TryParseRfc3339(ReadOnlySpan<char> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..10], out int day)
            || !TryNumber(text[11..13], out int hour) || !TryNumber(text[14..16], out int minute) || !TryNumber(text[17..19], out int second)
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        int milliseconds = 0;
        ReadOnlySpan<char> rest = text[19..];
        if (rest[0] == '.')
        {
            int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9)
            {
                return false;
            }

            for (int i = 0; i < 3; i++)
            {
                milliseconds = (milliseconds * 10) + (i < digits ? rest[1 + i] - '0' : 0);
            }

            rest = rest[(1 + digits)..];
        }

        if (!TryParseOffset(rest, out int offsetMinutes))
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, second, milliseconds, DateTimeKind.Utc);
        unixMilliseconds = ((local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) - (offsetMinutes * 60_000L);
        unixMilliseconds = Math.Clamp(unixMilliseconds, 0, MaxUnixMilliseconds);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryNumber(text[1..3], out int hour) || !TryNumber(text[4..6], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
