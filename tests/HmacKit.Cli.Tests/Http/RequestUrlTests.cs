namespace HmacKit.Cli.Tests.Http;

public class RequestUrlTests
{
    [Theory]
    [InlineData("https://api.example.com", "api.example.com", "/")]
    [InlineData("https://api.example.com?a=1", "api.example.com", "/?a=1")]
    [InlineData("http://h:8080/a/../b/./c?x=%2f&y=a+b", "h:8080", "/a/../b/./c?x=%2f&y=a+b")]
    [InlineData("HTTP://u:p@h//a?b?c=/d@e", "h", "//a?b?c=/d@e")]
    [InlineData("http://[::1]:80/[x]{y}'\"|", "[::1]:80", "/[x]{y}'\"|")]
    [InlineData("http://h/a#b?c", "h", "/a")]
    [InlineData("http://h#b", "h", "/")]
    [InlineData("http://h/?", "h", "/?")]
    [InlineData("/", null, "/")]
    [InlineData("/a%2Fb?x=1#y", null, "/a%2Fb?x=1")]
    [InlineData("//h/a", null, "//h/a")]
    public void The_target_is_taken_to_the_letter(string text, string? authority, string target)
    {
        RequestUrl url = RequestUrl.Parse(text);
        Assert.Equal(authority, url.Authority);
        Assert.Equal(target, url.Target);
        Assert.Equal(text.Split('#')[0], url.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.example.com/x")]
    [InlineData("ftp://h/x")]
    [InlineData("http:///x")]
    [InlineData("https://")]
    [InlineData("http://h\\x")]
    [InlineData("?a=1")]
    [InlineData("http://h/a b")]
    [InlineData("/a\nb")]
    [InlineData("/a\tb")]
    [InlineData("/a\u007f")]
    [InlineData("/é")]
    public void What_can_be_sent_in_more_than_one_way_is_refused(string text)
    {
        CommandRun run = CommandRun.Of("sign", "--scheme", "github", "--secret", "0123456789abcdef", "--url", text);
        Assert.Contains("--url", run.AssertWrongUse(), StringComparison.Ordinal);
    }
}
