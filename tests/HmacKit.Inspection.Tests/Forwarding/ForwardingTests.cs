using System.Net;
using System.Net.Sockets;
using System.Text;
using HmacKit.Inspection.Tests.Fixtures;

namespace HmacKit.Inspection.Tests.Forwarding;

public class ForwardingTests
{
    [Fact]
    public async Task The_target_gets_method_target_header_values_and_body_to_the_byte()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        byte[] body = [0, 255, .. "{ \"a\" : 1 }\r\n"u8, 10];
        byte[] head = Encoding.Latin1.GetBytes(
            "PATCH /a/../b%2f//c;x?q=%41&q=a+b&&z HTTP/1.1\r\nHost: example.com\r\nX-Twice: one\r\nX-Other:  spaced  inside \r\nX-Twice: two\r\n"
            + $"Content-Type: text/plain; charset=\"x\"\r\nConnection: close\r\nTE: trailers\r\nContent-Length: {body.Length}\r\n\r\n");
        string answer = await ExchangeAsync(inspected.Address, [.. head, .. body]);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nok", answer, StringComparison.Ordinal);
        Assert.Contains("X-Target: yes", answer, StringComparison.Ordinal);
        Assert.Equal(body, target.BodyOf(0));
        string[] lines = target.HeadOf(0);
        Assert.Equal("PATCH /a/../b%2f//c;x?q=%41&q=a+b&&z HTTP/1.1", lines[0]);
        Assert.Equal(
            ["Content-Length: " + body.Length, "Content-Type: text/plain; charset=\"x\"", $"Host: {target.Url.Authority}", "X-Other: spaced  inside", "X-Twice: one, two"],
            lines[1..].Order());
    }

    [Theory]
    [InlineData("", "/hooks?a=1", "/hooks?a=1")]
    [InlineData("/", "/hooks?a=1", "/hooks?a=1")]
    [InlineData("/webhooks/stripe", "/hooks?a=1", "/webhooks/stripe?a=1")]
    [InlineData("/webhooks/stripe", "/", "/webhooks/stripe")]
    public async Task With_a_path_of_its_own_the_target_gets_that_and_the_query(string path, string sent, string expected)
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: new Uri(target.Url.GetLeftPart(UriPartial.Authority) + path));
        await inspected.SendSignedAsync("{}", target: sent);
        Assert.Equal($"POST {expected} HTTP/1.1", target.HeadOf(0)[0]);
    }

    [Fact]
    public void What_belongs_to_a_connection_is_not_handed_on()
    {
        HeaderLine[] lines = [new("connection", "close, X-Hop"), new("X-Hop", "1"), new("X-Other", "1")];
        Assert.Equal([true, true, false], lines.Select(line => HopByHop.Has(line.Name, lines)));
        Assert.All((string[])["Keep-Alive", "te", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "Expect"], name => Assert.True(HopByHop.Has(name, [])));
    }

    [Theory]
    [InlineData("ftp://localhost/")]
    [InlineData("http://user:pass@localhost/")]
    [InlineData("http://localhost/?a=1")]
    [InlineData("http://localhost/#a")]
    public void Other_targets_are_refused_at_the_start(string url) => Assert.Throws<ArgumentException>(() => new ForwardTarget(new Uri(url)));

    [Fact]
    public async Task It_does_not_forward_to_itself()
    {
        using HmacKey key = HmacKey.Generate();
        await Assert.ThrowsAsync<ArgumentException>(() => SignatureInspector.StartAsync(
            new InspectorOptions { Scheme = SchemeCatalog.GitHub, Key = key, ForwardTo = new Uri("http://localhost:4319/hooks") }));
    }

    [Fact]
    public async Task What_the_target_says_and_how_long_it_took_is_handed_on_and_shown()
    {
        await using var target = new RawTarget { Answer = "HTTP/1.1 422 Unprocessable\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"error\":\"no\"}\n"u8.ToArray() };
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        HttpResponseMessage answer = await inspected.SendSignedAsync("{}");
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal("{\"error\":\"no\"}\n", await answer.Content.ReadAsStringAsync());
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.Equal((true, 422), (seen.IsForwarded, seen.Answer));
        Assert.True(seen.ForwardMilliseconds > 0);
        var detail = await inspected.DetailAsync(seen.Number);
        Assert.Equal("{\n  \"error\": \"no\"\n}", detail.GetProperty("answerBody").GetProperty("pretty").GetString());
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_said_and_answered_502()
    {
        await using Inspected inspected = await Inspected.StartAsync(forward: new Uri("http://127.0.0.1:1/"));
        HttpResponseMessage answer = await inspected.SendSignedAsync("{}");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        InspectedRequest seen = (await inspected.SeenAsync(1))[0];
        Assert.True(seen.IsValid);
        Assert.NotNull(seen.ForwardError);
        Assert.Null(seen.Answer);
    }

    private static async Task<string> ExchangeAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(request);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
