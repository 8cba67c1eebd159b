using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>The bytes that go out, and the answers that come back.</summary>
public sealed class SocketTransportTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SocketTransportTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_request_is_on_the_wire_to_the_letter()
    {
        var request = new WireRequest("pOST", "//a/../b?x=%zz", [new("X-A", " 1"), new("X-A", "\u00E9"), new("X-B", "")], "body"u8.ToArray());
        (Answer answer, string sent) = await ExchangeAsync(request, "HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal(204, answer.Status);
        Assert.Equal(
            $"pOST //a/../b?x=%zz HTTP/1.1\r\nHost: {Address.Authority}\r\nX-A:  1\r\nX-A: \u00E9\r\nX-B: \r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", sent);
    }

    [Fact]
    public async Task A_body_in_chunks_has_no_length()
    {
        var request = new WireRequest("POST", "/", [], new byte[20_000]) { IsChunked = true };
        (_, string sent) = await ExchangeAsync(request, "HTTP/1.1 200 OK\r\n\r\n");
        Assert.DoesNotContain("Content-Length", sent, StringComparison.Ordinal);
        Assert.Contains("Transfer-Encoding: chunked\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n4000\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("\r\n0\r\n\r\n", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nno", 401, "text/plain", "no")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nyes", 200, "", "yes")]
    [InlineData("HTTP/1.1 401 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", 401, "", "abcde")]
    [InlineData("HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", 401, "", "")]
    [InlineData("HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nab", 401, "", "ab")]
    [InlineData("HTTP/1.1 abc\r\n\r\n", 0, "", "not an HTTP answer")]
    [InlineData("SSH-2.0-x\r\n\r\n", 0, "", "not an HTTP answer")]
    [InlineData("HTTP/1.1 200 OK\r\n", 0, "", "not an HTTP answer")]
    [InlineData("", 0, "", "the connection was closed")]
    public async Task An_answer_is_read_or_is_none(string bytes, int status, string type, string body)
    {
        (Answer answer, _) = await ExchangeAsync(new WireRequest("GET", "/", [], default), bytes);
        Assert.Equal(new Answer(status, type, body), answer);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_no_answer()
    {
        using var transport = new SocketTransport(Address, new HostileOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        Answer answer = await transport.SendAsync(new WireRequest("GET", "/", [], default), default);
        Assert.Equal(0, answer.Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(new WireRequest("GET", "/", [], default), new CancellationToken(canceled: true)));
    }

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    private async Task<(Answer Answer, string Sent)> ExchangeAsync(WireRequest request, string answer)
    {
        using var transport = new SocketTransport(Address, new HostileOptions());
        Task<Answer> answering = transport.SendAsync(request, default);
        using Socket socket = await _listener.AcceptSocketAsync();
        var sent = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        do
        {
            int count = await socket.ReceiveAsync(buffer);
            sent.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        while (!IsComplete(sent.ToString(), request));

        await socket.SendAsync(Encoding.UTF8.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Both);
        return (await answering, sent.ToString());
    }

    private static bool IsComplete(string sent, WireRequest request) =>
        sent.EndsWith(request.IsChunked ? "0\r\n\r\n" : "\r\n\r\n" + Encoding.Latin1.GetString(request.Body.Span), StringComparison.Ordinal);
}
