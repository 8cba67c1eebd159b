using System.Text;
using Xunit.Abstractions;

namespace HmacKit.Cli.Tests.Signing;

/// <summary>The printed command is run by a real shell and a real curl, against a real socket.</summary>
public class CurlCommandTests(ITestOutputHelper log)
{
    private static readonly string[] Scheme = ["--scheme", "theone", "--secret", "it's $ecret 0123456789"];

    private static bool HasCurl { get; } = Bash.TryRun("command -v curl").ExitCode == 0;

    public static TheoryData<string> Targets => ["", "/", "?a=1", "/a/../b/./c", "//a?b?c=d", "/a%2fb%2F%zz?x=+%20", "/[1]{a,b}?q[]=2", "/it's?\"$HOME\"&`id`\\!*~()<>|;^", "/?", "/%"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task The_target_that_curl_sends_is_the_one_that_was_signed(string target)
    {
        await SendAsync(target, [], ["--method", "GET"], request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("PUT", "{\"a\": 1}\n")]
    [InlineData("POST", "@/etc/passwd")]
    [InlineData("PATCH", "it's\n'\\''$(id)\n\n")]
    [InlineData("DELETE", "a\0b\r\n\t\u001b")]
    [InlineData("BREW", "é漢😀")]
    public async Task A_body_from_standard_input_arrives_byte_for_byte(string method, string body)
    {
        await SendAsync("/x", Encoding.UTF8.GetBytes(body), ["--method", method, "--body-file", "-"], request =>
        {
            Assert.Equal(method, request.Method);
            Assert.Equal(body, Encoding.UTF8.GetString(request.Body.Span));
            Assert.True(request.GetHeader("Content-Type").IsMissing);
        });
    }

    [Fact]
    public async Task A_large_binary_body_from_standard_input_arrives_byte_for_byte()
    {
        byte[] body = new byte[300_000];
        new Random(1).NextBytes(body);
        await SendAsync("/x", body, ["--body-file", "-"], request => Assert.Equal(body, request.Body.ToArray()));
    }

    [Fact]
    public async Task A_body_in_a_file_is_read_from_it_whatever_its_name()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\r\n"u8];
        string directory = Directory.CreateTempSubdirectory("hmackit-").FullName;
        try
        {
            string path = Path.Combine(directory, "it's a $file; \"x\"");
            await File.WriteAllBytesAsync(path, body);
            await SendAsync("/x", [], ["--body-file", path], request => Assert.Equal(body, request.Body.ToArray()));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Headers_arrive_as_they_were_given_and_nothing_is_made_up_for_the_body()
    {
        string[] options = ["--header", "X-A: it's \"$HOME\" `id` é", "--header", "X-Empty:", "--header", "Content-Type: application/json", "--body-file", "-"];
        await SendAsync("/x", "{}"u8.ToArray(), options, request =>
        {
            Assert.Equal("it's \"$HOME\" `id` é", request.GetHeader("X-A").Value);
            Assert.Equal("", request.GetHeader("X-Empty").Value);
            Assert.Equal("application/json", request.GetHeader("Content-Type").Value);
        });
    }

    [Fact]
    public async Task A_HEAD_request_is_sent_as_one()
    {
        await SendAsync("/x", [], ["--method", "HEAD"], request => Assert.Equal("HEAD", request.Method));
    }

    private async Task SendAsync(string target, byte[] input, string[] options, Action<RawRequest> check)
    {
        using var server = new LoopbackServer();
        CommandRun signed = CommandRun.With(input, ["sign", .. Scheme, "--key-id", "k", "--url", server.Url + target, "--output", "curl", .. options]).AssertDone();
        Bash.Run($"bash -n <<'SCRIPT'\n{signed.Output}SCRIPT\n");
        if (!HasCurl)
        {
            log.WriteLine("There is no curl here: the command was only checked for its syntax.");
            return;
        }

        Bash.Run(signed.Output);
        byte[] bytes = await server.Request;
        string expected = target.StartsWith('/') ? target : "/" + target;
        Assert.Contains($" {expected} HTTP/1.1\r\n", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        CommandRun verified = CommandRun.With(bytes, ["verify", .. Scheme, "-"]);
        Assert.Equal("valid\n", verified.Output);
        using var stream = new MemoryStream(bytes);
        check(RequestFile.Read(stream, int.MaxValue, _ => { }));
    }
}
