using System.Globalization;
using System.Numerics;

namespace HmacKit.Testing;

/// <summary>Times outside the window, and times that are written oddly, all signed with the right key.</summary>
internal static class TimeAttacks
{
    /// <summary>How far outside the window: clocks of two machines are a little apart.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    public static IEnumerable<Attack> Of(Forge forge) => forge.Scheme.Freshness is { } rule ? Of(forge, rule) : [];

    private static IEnumerable<Attack> Of(Forge forge, FreshnessRule rule)
    {
        TimeSpan age = (forge.Options.MaxAge ?? rule.MaxAge) + Margin;
        TimeSpan skew = (forge.Options.MaxSkew ?? rule.MaxSkew) + Margin;
        (string Name, string Sent, TimeSpan Ahead)[] outside =
        [
            ("time/too-old", $"signed {age.TotalSeconds} s ago", -age),
            ("time/day-old", "signed two days ago", TimeSpan.FromDays(-2)),
            ("time/in-future", $"signed {skew.TotalSeconds} s ahead", skew),
            ("time/day-ahead", "signed two days ahead", TimeSpan.FromDays(2)),
        ];
        foreach ((string name, string sent, TimeSpan ahead) in outside)
        {
            // A link that says itself how long it lives may be good for days.
            yield return new(name, sent, forge.Sign(time: forge.Now + ahead).ToWire()) { IsGenuine = forge.Scheme.Expiry is null };
        }

        yield return new("time/replaced", "an older signature under the present time", forge.Sign(time: forge.Now.AddSeconds(-1)).With("timestamp", forge.Text(forge.Now)));
        foreach ((string name, string sent, Func<DateTimeOffset, string> text) in rule.Format is TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds ? Numbers(rule.Format) : Dates())
        {
            if (forge.TrySign(timestamp: text(forge.Now)) is { } signed)
            {
                yield return new(name, $"{sent}, signed like that", signed.ToWire());
            }
        }
    }

    private static IEnumerable<(string Name, string Sent, Func<DateTimeOffset, string> Text)> Numbers(TimestampFormat format)
    {
        bool isSeconds = format == TimestampFormat.UnixSeconds;
        string Digits(DateTimeOffset now) => (isSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
        yield return ("time/leading-zero", "the time with a leading zero", now => "0" + Digits(now));
        yield return ("time/plus", "the time with a plus sign", now => "+" + Digits(now));
        yield return ("time/negative", "a negative time", now => "-" + Digits(now));
        yield return ("time/blank-before", "a blank before the time", now => " " + Digits(now));
        yield return ("time/blank-behind", "a blank behind the time", now => Digits(now) + " ");
        yield return ("time/fraction", "the time with a fraction", now => Digits(now) + ".0");
        yield return ("time/exponent", "the time with an exponent", now => Digits(now) + "e0");
        yield return ("time/hex", "the time in hex", now => "0x" + (isSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds()).ToString("x", CultureInfo.InvariantCulture));
        yield return ("time/grouped", "the time with an underscore between its digits", now => Digits(now).Insert(1, "_"));
        yield return ("time/letters", "the time with letters behind it", now => Digits(now) + "abc");
        yield return ("time/word", "a word for a time", _ => "now");
        yield return ("time/not-a-number", "NaN for a time", _ => "NaN");
        yield return ("time/zero", "zero", _ => "0");
        yield return ("time/greatest", "the greatest 64-bit number", _ => long.MaxValue.ToString(CultureInfo.InvariantCulture));
        yield return ("time/overflow-64", "2^64 more than the time", now => (BigInteger.Pow(2, 64) + BigInteger.Parse(Digits(now), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        yield return ("time/overflow-32", "2^32 more than the time", now => (BigInteger.Pow(2, 32) + BigInteger.Parse(Digits(now), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        yield return ("time/overlong", "a time of 400 digits", _ => new string('9', 400));
        yield return ("time/other-unit", isSeconds ? "milliseconds for seconds" : "seconds for milliseconds", now => (isSeconds ? now.ToUnixTimeMilliseconds() : now.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture));
        yield return ("time/date", "a date for a number", now => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<(string Name, string Sent, Func<DateTimeOffset, string> Text)> Dates()
    {
        yield return ("time/number", "Unix seconds for a date", now => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        yield return ("time/no-offset", "a date without its offset", now => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        yield return ("time/lower-case", "a date in lower case", now => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture).ToLowerInvariant());
        yield return ("time/blank", "a date with a blank for the T", now => now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture));
        yield return ("time/us-date", "a date with the month first", now => now.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture));
        yield return ("time/day-only", "a day alone", now => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        yield return ("time/http-lower", "an HTTP date in lower case", now => now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture).ToLowerInvariant());
        yield return ("time/letters", "a date with letters behind it", now => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) + "abc");
        yield return ("time/long-fraction", "a date with ten digits of a second", now => now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + ".0000000000Z");
        yield return ("time/word", "a word for a date", _ => "now");
    }
}
