using System.Globalization;

namespace HmacKit.Cli.Tests.Verification;

public class StatedTimeTests
{
    [Theory]
    [InlineData("0", "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("1766000000", "2025-12-17T19:33:20.0000000+00:00")]
    [InlineData("1766000000123", "2025-12-17T19:33:20.1230000+00:00")]
    [InlineData("99999999999", "5138-11-16T09:46:39.0000000+00:00")]
    [InlineData("100000000000", "1973-03-03T09:46:40.0000000+00:00")]
    [InlineData("2025-12-17T19:33:20Z", "2025-12-17T19:33:20.0000000+00:00")]
    [InlineData("2025-12-17T20:33:20.5+01:00", "2025-12-17T19:33:20.5000000+00:00")]
    [InlineData("2025-12-17T19:33:20.123456789Z", "2025-12-17T19:33:20.1234567+00:00")]
    public void Seconds_milliseconds_and_RFC_3339_are_told_apart(string text, string expected)
    {
        Assert.True(StatedTime.TryParse(text, out DateTimeOffset time));
        Assert.Equal(expected, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("999999999999999999")]
    [InlineData("99999999999999999999")]
    [InlineData("2025-12-17")]
    [InlineData("2025-12-17T19:33:20")]
    [InlineData("2025-12-17 19:33:20Z")]
    [InlineData("2025-13-17T19:33:20Z")]
    [InlineData("2025-12-17T19:33:20.1234567890Z")]
    [InlineData("١٧٦٦٠٠٠٠٠٠")]
    public void Anything_else_is_wrong_use(string text)
    {
        Assert.False(StatedTime.TryParse(text, out _));
        Assert.Contains("--now", CommandRun.Of("verify", "--scheme", "github", "--secret", "x", "--now", text, "-").AssertWrongUse(), StringComparison.Ordinal);
    }
}
