using System.Globalization;

namespace HmacKit;

/// <summary>What is wrong with the time that a request states: how far it is off, and the likely reason.</summary>
internal sealed class TimeFinding
{
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FarthestZone = TimeSpan.FromHours(14);
    private static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(2);

    private TimeFinding(string sentence, DiagnosisCause? cause = null)
    {
        Sentence = sentence;
        Cause = cause;
    }

    /// <summary>What is wrong, as a sentence.</summary>
    public string Sentence { get; }

    /// <summary>The likely reason. The signature proves only that the sender meant this very text.</summary>
    public DiagnosisCause? Cause { get; }

    /// <summary>Looks at the time; null if nothing is wrong with it.</summary>
    public static TimeFinding? Of(FreshnessRule? freshness, string? text, DateTimeOffset now)
    {
        if (freshness is null || text is null)
        {
            return null;
        }

        long current = now.ToUnixTimeMilliseconds();
        if (!TimestampText.TryParse(freshness.Format, text, out long time))
        {
            return TimeReading.TryAny(text, out long other, out TimestampFormat written)
                ? new TimeFinding($"The time is written {Words(written)}, and not {Words(freshness.Format)}; it says {Utc(other)}.", ClaimCauses.TimeFormat)
                : new TimeFinding($"The time isn't written {Words(freshness.Format)}.");
        }

        if (!freshness.IsTooOld(time, current) && !freshness.IsInFuture(time, current))
        {
            return null;
        }

        bool isNumber = freshness.Format is TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds;
        if (isNumber && TimeReading.TryAny(text, out long meant, out _) && meant != time && !freshness.IsTooOld(meant, current) && !freshness.IsInFuture(meant, current))
        {
            return new TimeFinding($"The time has {text.Length} digits: it isn't {Words(freshness.Format)}.", ClaimCauses.TimeUnit);
        }

        TimeSpan age = TimeSpan.FromMilliseconds(current - time);
        string off = string.Create(
            CultureInfo.InvariantCulture,
            $"The time is {age.Duration().TotalSeconds:0.###} s {(age > TimeSpan.Zero ? "old" : "ahead")}, at most {(age > TimeSpan.Zero ? freshness.MaxAge : freshness.MaxSkew).TotalSeconds:0.###} s are accepted");
        return IsZone(age)
            ? new TimeFinding($"{off}: that is {TimeReading.Hours(Nearest(age))}, so it is likely local time where UTC belongs.", ClaimCauses.TimeZone)
            : new TimeFinding(age > TimeSpan.Zero
                ? $"{off}: the request waited for that long, or the sender's clock is behind, or the verifier's own clock is ahead."
                : $"{off}: the sender's clock is ahead, or the verifier's own clock is behind. Compare both with a time server, the verifier's own first.");
    }

    private static bool IsZone(TimeSpan age) =>
        Nearest(age) is var zone && zone > TimeSpan.Zero && zone <= FarthestZone && TimeReading.ZoneOffsets.Any(offset => offset.Duration() == zone)
        && (age.Duration() - zone).Duration() <= ClockDrift;

    private static TimeSpan Nearest(TimeSpan age) => QuarterHour * Math.Round(age.Duration() / QuarterHour);

    private static string Words(TimestampFormat format) => format switch
    {
        TimestampFormat.UnixSeconds => "in Unix seconds",
        TimestampFormat.UnixMilliseconds => "in Unix milliseconds",
        TimestampFormat.Rfc3339 or TimestampFormat.Rfc3339Seconds => "as RFC 3339 date and time",
        TimestampFormat.UnixSecondsWithFraction => "in Unix seconds with a fraction",
        TimestampFormat.IsoWithoutOffset or TimestampFormat.IsoWithoutOffsetFraction or TimestampFormat.IsoBasic or TimestampFormat.IsoCompact => "as ISO 8601 date and time",
        TimestampFormat.Rfc5322 => "as RFC 5322 date",
        _ => "as HTTP date",
    };

    private static string Utc(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
