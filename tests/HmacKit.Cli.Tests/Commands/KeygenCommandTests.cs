using System.Buffers.Text;

namespace HmacKit.Cli.Tests.Commands;

public class KeygenCommandTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(16, "--bytes", "16")]
    [InlineData(1024, "--bytes", "1024", "--format", "hex")]
    public void A_secret_is_hex_of_so_many_bytes(int size, params string[] args)
    {
        string line = Assert.Single(CommandRun.Of(["keygen", .. args]).AssertDone().Lines);
        Assert.Equal(size, Convert.FromHexString(line).Length);
        Assert.Equal(line.ToLowerInvariant(), line);
    }

    [Fact]
    public void A_secret_is_base64_or_base64url_if_asked_for()
    {
        Assert.Equal(20, Convert.FromBase64String(CommandRun.Of("keygen", "--bytes", "20", "--format", "base64").AssertDone().Lines[0]).Length);
        string url = CommandRun.Of("keygen", "--bytes", "20", "--format", "base64url").AssertDone().Lines[0];
        Assert.Equal(20, Base64Url.DecodeFromChars(url).Length);
        Assert.DoesNotContain('=', url);
    }

    [Fact]
    public void No_two_secrets_are_the_same()
    {
        Assert.NotEqual(CommandRun.Of("keygen").Output, CommandRun.Of("keygen").Output);
    }

    [Theory]
    [InlineData("--bytes", "15")]
    [InlineData("--bytes", "1025")]
    [InlineData("--bytes", "-32")]
    [InlineData("--bytes", "many")]
    [InlineData("--bytes", "99999999999")]
    [InlineData("--format", "HEX")]
    [InlineData("more")]
    public void Wrong_use_says_what_is_wrong(params string[] args)
    {
        Assert.Contains(args[0], CommandRun.Of(["keygen", .. args]).AssertWrongUse(), StringComparison.Ordinal);
    }
}
