using System.Text;

namespace HmacKit.Cli.Tests.Http;

public class RequestFileTests
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void A_request_is_read_with_either_line_end(string lineEnd)
    {
        RawRequest request = Read(string.Join(lineEnd, "PATCH /a%2Fb?x=1 HTTP/1.1", "Host: h", "X-A: one", "x-b:two", "", "body\r\n\n"));
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/a%2Fb?x=1", request.Target);
        Assert.Equal(["Host", "X-A", "x-b"], request.Headers.Select(header => header.Key));
        Assert.Equal("one", request.GetHeader("x-a").Value);
        Assert.Equal("two", request.GetHeader("X-B").Value);
        Assert.Equal("body\r\n\n", Encoding.UTF8.GetString(request.Body.Span));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Blanks_around_a_value_are_not_part_of_it()
    {
        RawRequest request = Read("GET / HTTP/1.1\r\nA: \t x y \t\r\nB:\r\nC:  \r\nD:é\r\n\r\n");
        Assert.Equal(["x y", "", "", "é"], request.Headers.Select(header => header.Value));
    }

    [Fact]
    public void Bytes_of_a_header_that_are_not_UTF_8_are_a_character_each()
    {
        RawRequest request = Read([.. "GET / HTTP/1.1\r\nA: "u8, 0xE9, .. "\r\n\r\n"u8]);
        Assert.Equal("é", request.GetHeader("A").Value);
    }

    [Fact]
    public void A_repeated_header_is_kept_and_so_refused()
    {
        Assert.True(Read("GET / HTTP/1.1\nA: 1\na: 2\n\n").GetHeader("A").IsRepeated);
    }

    [Theory]
    [InlineData("http://h/a?b", "/a?b")]
    [InlineData("HTTPS://u:p@h:1/a/../b", "/a/../b")]
    [InlineData("http://h", "/")]
    [InlineData("*", "*")]
    [InlineData("/http://h/a", "/http://h/a")]
    public void An_absolute_target_is_cut_down_to_path_and_query(string target, string expected)
    {
        Assert.Equal(expected, Read($"GET {target} HTTP/1.1\r\n\r\n").Target);
    }

    [Theory]
    [InlineData("\r\n\n\r\nGET / HTTP/1.1\r\n\r\n")]
    [InlineData("\uFEFFGET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET / HTTP/1.0\n")]
    public void Empty_lines_a_byte_order_mark_and_a_missing_end_do_not_matter(string text)
    {
        RawRequest request = Read(text);
        Assert.Equal("/", request.Target);
        Assert.Equal(0, request.Body.Length);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("\n\n", 1)]
    [InlineData("more", 1)]
    public void Content_Length_wins_over_what_an_editor_added(string extra, int warnings)
    {
        RawRequest request = Read("POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\na\r\nb\0c" + extra);
        Assert.Equal("a\r\nb\0c", Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(warnings, _warnings.Count);
    }

    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "abc")]
    [InlineData("3;x=\"1\"\r\na\r\n\r\n0002 \r\nbc\r\n0\r\nTrailer: 1\r\n\r\nignored", "a\r\nbc")]
    [InlineData("A\n0123456789\n0\n", "0123456789")]
    [InlineData("0\r\n\r\n", "")]
    public void Chunks_are_put_together(string chunks, string body)
    {
        RawRequest request = Read("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n" + chunks);
        Assert.Equal(body, Encoding.UTF8.GetString(request.Body.Span));
    }

    [Theory]
    [InlineData("", "no HTTP request")]
    [InlineData("\n\n\n", "no HTTP request")]
    [InlineData("GET /\r\n\r\n", "first line")]
    [InlineData("GET  / HTTP/1.1\r\n\r\n", "first line")]
    [InlineData("GET /a b HTTP/1.1\r\n\r\n", "first line")]
    [InlineData("G(T / HTTP/1.1\r\n\r\n", "first line")]
    [InlineData("GET /\0 HTTP/1.1\r\n\r\n", "first line")]
    [InlineData("{\"not\":\"http\"}", "first line")]
    [InlineData("GET / HTTP/1.1\r\nA: 1\r\n 2\r\n\r\n", "header 2 is folded")]
    [InlineData("GET / HTTP/1.1\r\nA\r\n\r\n", "header 1 isn't")]
    [InlineData("GET / HTTP/1.1\r\nA : 1\r\n\r\n", "header 1 isn't")]
    [InlineData("GET / HTTP/1.1\r\nA: 1\0\r\n\r\n", "header 1 isn't")]
    [InlineData("GET / HTTP/1.1\r\nA: 1\rB: 2\r\n\r\n", "header 1 isn't")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcd", "cut off: 4 bytes of the 5")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "isn't a number")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "isn't a number")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nab", "more than one Content-Length")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nab", "ambiguous")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\nab", "isn't supported")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "last chunk is missing")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nplain\r\n", "isn't a hex number")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "isn't a hex number")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "isn't a hex number")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nab", "middle of a chunk")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "longer than its size")]
    public void What_is_no_request_is_refused_with_a_reason(string text, string reason)
    {
        CommandRun run = CommandRun.With(text, "verify", "--scheme", "github", "--secret", "short", "-");
        Assert.Contains(reason, run.AssertWrongUse(), StringComparison.Ordinal);
    }

    [Fact]
    public void Head_headers_and_body_are_bounded()
    {
        Refused("GET /" + new string('a', RequestHead.MaxBytes) + " HTTP/1.1\r\n\r\n", "over 65536 bytes");
        Refused("GET / HTTP/1.1\r\nA: " + new string('a', RequestHead.MaxBytes) + "\r\n\r\n", "over 65536 bytes");
        Refused("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: 1\r\n", 201)) + "\r\n", "more than 200 headers");
        Refused("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + new string('a', RequestHead.MaxBytes + 1), "over 65536 bytes");
        Assert.Equal(200, Read("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: 1\r\n", 200)) + "\r\n").Headers.Count);

        string body = new('x', 50);
        Assert.Equal(11, Read("POST / HTTP/1.1\r\n\r\n" + body, maxBody: 10).Body.Length);
        Assert.Equal(11, Read("POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n" + body, maxBody: 10).Body.Length);
        Assert.Equal(11, Read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nxxxxxxxx\r\n9999999\r\nxxxxxxxx", maxBody: 10).Body.Length);
        Assert.Equal(50, Read("POST / HTTP/1.1\r\n\r\n" + body, maxBody: 50).Body.Length);
    }

    [Fact]
    public void Whatever_the_file_holds_it_is_read_or_refused_in_one_line()
    {
        var random = new Random(4711);
        byte[] seed = Encoding.UTF8.GetBytes("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nX-Hub-Signature-256: sha256=00\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = [.. seed];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            CommandRun run = CommandRun.With(bytes[..random.Next(bytes.Length + 1)], "verify", "--scheme", "github", "--secret", "0123456789abcdef", "-");
            if (run.ExitCode == 2)
            {
                run.AssertWrongUse();
            }
            else
            {
                Assert.Equal(1, run.ExitCode);
                Assert.Equal(2, run.Lines.Length);
            }
        }
    }

    private static void Refused(string text, string reason)
    {
        CommandRun run = CommandRun.With(text, "verify", "--scheme", "github", "--secret", "short", "-");
        Assert.Contains(reason, run.AssertWrongUse(), StringComparison.Ordinal);
    }

    private RawRequest Read(string text, int maxBody = 1000) => Read(Encoding.UTF8.GetBytes(text), maxBody);

    private RawRequest Read(byte[] bytes, int maxBody = 1000)
    {
        using var stream = new MemoryStream(bytes);
        return RequestFile.Read(stream, maxBody, _warnings.Add);
    }
}
