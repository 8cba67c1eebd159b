using System.Net;
using System.Net.Sockets;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>The handler gets the very bytes that were verified, whatever the size, the framing and the server.</summary>
public class BodyTests
{
    public static TheoryData<int, bool, bool> Bodies()
    {
        var data = new TheoryData<int, bool, bool>();
        foreach (int length in (int[])[0, 1, 1024, 5000, 256 * 1024, (256 * 1024) + 1, 700_000, 1024 * 1024])
        {
            foreach (bool isChunked in (bool[])[false, true])
            {
                data.Add(length, isChunked, true);
                data.Add(length, isChunked, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_handler_reads_the_body_that_was_verified(int length, bool isChunked, bool isKestrel)
    {
        await using SignedApp app = await SignedApp.StartAsync(MapDigest, isKestrel: isKestrel);
        byte[] body = BodyDigest.Bytes(length);
        foreach (string target in (string[])["/stream", "/pipe"])
        {
            using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, target, Content(body, isChunked), body));
            if (length == 0 && isChunked && !isKestrel)
            {
                // The test server doesn't tell whether somebody has read before, and then nothing looks like a body that was read.
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                continue;
            }

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(BodyDigest.Of(body), await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_body_goes_through_a_temporary_file(bool isChunked)
    {
        await using SignedApp app = await SignedApp.StartAsync(MapDigest, maxBodyBytes: 8 * 1024 * 1024);
        byte[] body = BodyDigest.Bytes(5_000_000);
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/stream", Content(body, isChunked), body));
        Assert.Equal(BodyDigest.Of(body), await response.Content.ReadAsStringAsync());

        byte[] changed = [.. body];
        changed[^1] ^= 1;
        using HttpResponseMessage refused = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/stream", Content(changed, isChunked), body));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused(bool isChunked)
    {
        await using SignedApp app = await SignedApp.StartAsync(MapDigest, maxBodyBytes: 1000);
        byte[] body = BodyDigest.Bytes(1001);
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/stream", Content(body, isChunked), body));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);

        byte[] fitting = BodyDigest.Bytes(1000);
        using HttpResponseMessage fits = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/stream", Content(fitting, isChunked), fitting));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
    }

    [Fact]
    public async Task A_declared_length_over_the_limit_is_refused_before_anything_is_read()
    {
        await using SignedApp app = await SignedApp.StartAsync(MapDigest, maxBodyBytes: 1000);
        HttpRequestMessage signed = app.Sign(HttpMethod.Post, "/stream", body: []);
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        var head = new StringBuilder("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n");
        foreach ((string name, IEnumerable<string> values) in signed.Headers)
        {
            head.Append(name).Append(": ").Append(values.Single()).Append("\r\n");
        }

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_of_its_body_is_no_error_of_the_server()
    {
        await using SignedApp app = await SignedApp.StartAsync(MapDigest);
        for (int i = 0; i < 20; i++)
        {
            HttpRequestMessage signed = app.Sign(HttpMethod.Post, "/stream", body: [1, 2, 3]);
            using var socket = new TcpClient();
            await socket.ConnectAsync(app.Address.Host, app.Address.Port);
            string head = string.Concat(signed.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n{head}\r\nabc"));
        }

        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/stream", body: [1, 2, 3]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Over_HTTP_2_the_body_is_the_same_too()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            MapDigest,
            builder => builder.WebHost.ConfigureKestrel(options => options.ConfigureEndpointDefaults(
                endpoint => endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2)));
        foreach (int length in (int[])[0, 5000, 700_000])
        {
            byte[] body = BodyDigest.Bytes(length);
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/stream?a=%2F", body: body);
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            Assert.Equal(BodyDigest.Of(body), await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Over_HTTP_2_a_request_that_its_client_cancels_is_no_error_of_the_server()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            MapDigest,
            builder => builder.WebHost.ConfigureKestrel(options => options.ConfigureEndpointDefaults(
                endpoint => endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2)));
        for (int i = 0; i < 10; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var content = new StuckContent();
            HttpRequestMessage request = app.Sign(HttpMethod.Post, "/stream", content, [1, 2, 3]);
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            Task<HttpResponseMessage> sending = app.Client.SendAsync(request, cancellation.Token);
            await content.Begun;
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        HttpRequestMessage next = app.Sign(HttpMethod.Post, "/stream", body: [1, 2, 3]);
        (next.Version, next.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using HttpResponseMessage response = await app.Client.SendAsync(next);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    private static void MapDigest(WebApplication app)
    {
        app.MapPost("/stream", (HttpRequest request) => BodyDigest.OfAsync(request.Body)).RequireSignature("theone");
        app.MapPost("/pipe", (HttpRequest request) => BodyDigest.OfAsync(request.BodyReader.AsStream())).RequireSignature("theone");
    }

    private static HttpContent Content(byte[] body, bool isChunked) => isChunked ? new ChunkedContent(body) : new ByteArrayContent(body);

    /// <summary>Content without a length, in pieces.</summary>
    private sealed class ChunkedContent(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (int at = 0; at < body.Length; at += 10_000)
            {
                await stream.WriteAsync(body.AsMemory(at, Math.Min(10_000, body.Length - at)));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Content that never ends.</summary>
    private sealed class StuckContent : HttpContent
    {
        private readonly TaskCompletionSource _begun = new();

        public Task Begun => _begun.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[] { 1 }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
