using System.Text;
using FsCheck.Fluent;

namespace HmacKit.Tests.Text;

public class TimestampFormattingTests
{
    [Theory]
    [InlineData(TimestampFormat.UnixSeconds, "1766000000")]
    [InlineData(TimestampFormat.UnixMilliseconds, "1766000000123")]
    [InlineData(TimestampFormat.Rfc3339, "2025-12-17T19:33:20.123Z")]
    [InlineData(TimestampFormat.HttpDate, "Wed, 17 Dec 2025 19:33:20 GMT")]
    public void A_time_is_written_as_its_format_says(TimestampFormat format, string expected) => Assert.Equal(expected, Write(format, 1_766_000_000_123));

    [Theory]
    [InlineData(TimestampFormat.UnixSeconds, 1000)]
    [InlineData(TimestampFormat.UnixMilliseconds, 1)]
    [InlineData(TimestampFormat.Rfc3339, 1)]
    [InlineData(TimestampFormat.HttpDate, 1000)]
    public void What_is_written_is_read_as_the_same_time(TimestampFormat format, int resolution)
    {
        var times =
            from days in Gen.Choose(0, 2_932_896) // to the end of the year 9999
            from milliseconds in Gen.Choose(0, 86_399_999)
            select (days * 86_400_000L) + milliseconds;
        Seeded.Holds(times, time =>
        {
            Assert.True(TimestampText.TryParse(format, Write(format, time), out long read));
            Assert.Equal(time / resolution * resolution, read);
        }, tests: 500);
    }

    private static string Write(TimestampFormat format, long time)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        return Encoding.ASCII.GetString(text[..TimestampText.Format(format, time, text)]);
    }
}
