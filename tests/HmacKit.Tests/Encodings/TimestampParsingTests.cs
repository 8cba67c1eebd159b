namespace HmacKit.Tests.Text;

/// <summary>Each format takes exactly its own spelling.</summary>
public class TimestampParsingTests
{
    private const long Last = 253_402_300_799_999; // the end of the year 9999, which every window refuses

    [Theory]
    [InlineData(TimestampFormat.UnixSeconds, "0", 0)]
    [InlineData(TimestampFormat.UnixSeconds, "1", 1_000)]
    [InlineData(TimestampFormat.UnixSeconds, "1766000000", 1_766_000_000_000)]
    [InlineData(TimestampFormat.UnixSeconds, "4294967296", 4_294_967_296_000)]
    [InlineData(TimestampFormat.UnixSeconds, "9223372036854775807", Last - 999)]
    [InlineData(TimestampFormat.UnixSeconds, "9223372036854775808", Last - 999)]
    [InlineData(TimestampFormat.UnixSeconds, "9999999999999999999", Last - 999)]
    [InlineData(TimestampFormat.UnixMilliseconds, "0", 0)]
    [InlineData(TimestampFormat.UnixMilliseconds, "1766000000123", 1_766_000_000_123)]
    [InlineData(TimestampFormat.UnixMilliseconds, "253402300799999", Last)]
    [InlineData(TimestampFormat.UnixMilliseconds, "253402300800000", Last)]
    [InlineData(TimestampFormat.UnixMilliseconds, "9999999999999999999", Last)]
    [InlineData(TimestampFormat.Rfc3339, "1970-01-01T00:00:00Z", 0)]
    [InlineData(TimestampFormat.Rfc3339, "1970-01-01T00:59:59+01:00", 0)] // before 1970: clamped, and refused by every window
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20Z", 1_766_000_000_000)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.1Z", 1_766_000_000_100)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.12Z", 1_766_000_000_120)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.123Z", 1_766_000_000_123)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.0019Z", 1_766_000_000_001)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.123456789Z", 1_766_000_000_123)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T20:33:20.123456789+01:00", 1_766_000_000_123)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20+00:00", 1_766_000_000_000)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20-00:00", 1_766_000_000_000)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T10:03:20-09:30", 1_766_000_000_000)]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-18T19:32:20+23:59", 1_766_000_000_000)]
    [InlineData(TimestampFormat.Rfc3339, "2024-02-29T00:00:00Z", 1_709_164_800_000)]
    [InlineData(TimestampFormat.Rfc3339, "2000-02-29T23:59:59.999Z", 951_868_799_999)]
    [InlineData(TimestampFormat.Rfc3339, "9999-12-31T23:59:59.999Z", Last)]
    [InlineData(TimestampFormat.Rfc3339, "9999-12-31T23:59:59-23:59", Last)]
    [InlineData(TimestampFormat.HttpDate, "Wed, 17 Dec 2025 19:33:20 GMT", 1_766_000_000_000)]
    [InlineData(TimestampFormat.HttpDate, "Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800_000)]
    [InlineData(TimestampFormat.HttpDate, "Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    public void A_time_of_the_format_is_read(TimestampFormat format, string text, long expected)
    {
        Assert.True(TimestampText.TryParse(format, text, out long milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1766000000")]
    [InlineData("01766000000")]
    [InlineData("00")]
    [InlineData(" 1766000000")]
    [InlineData("1766000000 ")]
    [InlineData("1 766")]
    [InlineData("1766000000\n")]
    [InlineData("1766000000.0")]
    [InlineData("1766000000,0")]
    [InlineData("1e9")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("10000000000000000000")] // 20 digits
    [InlineData("18446744073709551617")] // 2^64 + 1
    [InlineData("\uFF11\uFF17\uFF16")] // fullwidth digits
    [InlineData("\u0661\u0667\u0666")] // Arabic-Indic digits
    [InlineData("17660000O0")]
    [InlineData("2025-12-17T19:33:20Z")]
    public void A_number_is_1_to_19_ASCII_digits_without_sign_blank_or_leading_zero(string text)
    {
        Assert.False(TimestampText.TryParse(TimestampFormat.UnixSeconds, text, out _));
        Assert.False(TimestampText.TryParse(TimestampFormat.UnixMilliseconds, text, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1766000000")]
    [InlineData("2025-12-17")]
    [InlineData("2025-12-17T19:33:20")]
    [InlineData("2025-12-17 19:33:20Z")]
    [InlineData("2025-12-17t19:33:20Z")]
    [InlineData("2025-12-17T19:33:20z")]
    [InlineData("2025-12-17T19:33Z")]
    [InlineData("2025-12-17T19:33:20.Z")]
    [InlineData("2025-12-17T19:33:20.1234567890Z")]
    [InlineData("2025-12-17T19:33:20.123")]
    [InlineData("2025-12-17T19:33:20.")]
    [InlineData("2025-12-17T19:33:20,5Z")]
    [InlineData("2025-12-17T19:33:20.\uFF11Z")]
    [InlineData("2025-12-17T19:33:20Z ")]
    [InlineData(" 2025-12-17T19:33:20Z")]
    [InlineData("2025-12-17T19:33:20ZZ")]
    [InlineData("2025-12-17T19:33:20+0100")]
    [InlineData("2025-12-17T19:33:20+01")]
    [InlineData("2025-12-17T19:33:20+1:00")]
    [InlineData("2025-12-17T19:33:20+24:00")]
    [InlineData("2025-12-17T19:33:20+01:60")]
    [InlineData("2025-12-17T19:33:20*01:00")]
    [InlineData("2025-12-17T19:33:20+01:00Z")]
    [InlineData("2025-12-17T19:33:20+0a:00")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("1900-02-29T00:00:00Z")]
    [InlineData("2100-02-29T00:00:00Z")]
    [InlineData("2025-04-31T00:00:00Z")]
    [InlineData("2025-00-10T00:00:00Z")]
    [InlineData("2025-13-10T00:00:00Z")]
    [InlineData("2025-10-00T00:00:00Z")]
    [InlineData("2025-10-10T24:00:00Z")]
    [InlineData("2025-10-10T00:60:00Z")]
    [InlineData("2025-10-10T23:59:60Z")] // a leap second, which Unix time doesn't have
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("+025-12-17T19:33:20Z")]
    [InlineData("\uFF12\uFF10\uFF12\uFF15-12-17T19:33:20Z")]
    [InlineData("2025/12/17T19:33:20Z")]
    [InlineData("2025-12/17T19:33:20Z")]
    [InlineData("2025-12-17T19.33:20Z")]
    [InlineData("2025-12-17T19:33.20Z")]
    public void An_RFC_3339_time_is_written_to_the_letter(string text) =>
        Assert.False(TimestampText.TryParse(TimestampFormat.Rfc3339, text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("Thu, 17 Dec 2025 19:33:20 GMT")] // it was a Wednesday
    [InlineData("Wed, 17 Dec 2025 19:33:20")]
    [InlineData("Wed, 17 Dec 2025 19:33:20 UTC")]
    [InlineData("Wed, 17 Dec 2025 19:33:20 +0000")]
    [InlineData("Wed, 17 Dec 2025 19:33:20 gmt")]
    [InlineData("wed, 17 dec 2025 19:33:20 GMT")]
    [InlineData("WED, 17 DEC 2025 19:33:20 GMT")]
    [InlineData("Wed,  17 Dec 2025 19:33:20 GMT")]
    [InlineData(" Wed, 17 Dec 2025 19:33:20 GMT")]
    [InlineData("Wed, 17 Dec 2025 19:33:20 GMT ")]
    [InlineData("Wed, 7 Dec 2025 19:33:20 GMT")]
    [InlineData("Wed, 17 Dec 25 19:33:20 GMT")]
    [InlineData("Wed, 17 Dec 2025 24:00:00 GMT")]
    [InlineData("Sat, 29 Feb 2025 00:00:00 GMT")]
    [InlineData("Wednesday, 17-Dec-25 19:33:20 GMT")] // obsolete RFC 850 form
    [InlineData("Wed Dec 17 19:33:20 2025")] // obsolete asctime form
    [InlineData("1766000000")]
    public void An_HTTP_date_is_the_fixed_form_to_the_letter(string text) =>
        Assert.False(TimestampText.TryParse(TimestampFormat.HttpDate, text, out _));

    /// <summary>A time of fixed length needs no text that ends it in a message.</summary>
    [Theory]
    [InlineData(TimestampFormat.HttpDate, true)]
    [InlineData(TimestampFormat.IsoWithoutOffset, true)]
    [InlineData(TimestampFormat.IsoBasic, true)]
    [InlineData(TimestampFormat.IsoCompact, true)]
    [InlineData(TimestampFormat.UnixSeconds, false)]
    [InlineData(TimestampFormat.UnixMilliseconds, false)]
    [InlineData(TimestampFormat.Rfc3339, false)]
    public void Only_formats_whose_times_all_have_one_length_have_a_fixed_one(TimestampFormat format, bool isFixed) =>
        Assert.Equal(isFixed, TimestampText.IsFixedLength(format));
}
