using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Http.Tests.Signing;

public class ContentTests
{
    private const int Limit = 1024 * 1024;

    private static readonly SigningKey Key = SigningKey.TheOne;

    public static TheoryData<string> Contents => new("none", "empty", "text", "form", "memory", "json", "multipart", "stream", "one-way stream", "own", "1 MiB", "1 MiB stream");

    [Theory]
    [MemberData(nameof(Contents))]
    public Task Every_kind_of_content_verifies_over_HTTP_1(string kind) => VerifiesAsync(kind, HttpVersion.Version11);

    [Theory]
    [MemberData(nameof(Contents))]
    public Task Every_kind_of_content_verifies_over_HTTP_2(string kind) => VerifiesAsync(kind, HttpVersion.Version20);

    [Theory]
    [InlineData("1 MiB and a byte")]
    [InlineData("stream of 1 MiB and a byte")]
    [InlineData("one-way stream of 1 MiB and a byte")]
    public async Task A_content_over_the_limit_throws_and_nothing_is_sent(string kind)
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.PostAsync(server.Http1, Make(kind)));
        Assert.Contains("1048576", exception.Message, StringComparison.Ordinal);
        Assert.Contains("SigningHandlerOptions.MaxContentBytes", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_declared_length_over_the_limit_throws_before_anything_is_read()
    {
        using HttpClient client = Key.Client();
        var stream = new CountingStream(1000);
        var content = new StreamContent(stream);
        content.Headers.ContentLength = Limit + 1;
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.PostAsync(new Uri("http://127.0.0.1:1/"), content));
        Assert.Equal(0, stream.BytesRead);
    }

    [Fact]
    public async Task Reading_stops_at_the_limit()
    {
        using HttpClient client = Key.Client();
        var stream = new CountingStream(long.MaxValue);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.PostAsync(new Uri("http://127.0.0.1:1/"), new StreamContent(stream)));
        Assert.InRange(stream.BytesRead, 1, 3 * Limit);
    }

    [Fact]
    public async Task The_limit_can_be_raised_and_lowered()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient high = Key.Client(new() { MaxContentBytes = 2 * Limit });
        using HttpResponseMessage response = await high.PostAsync(server.Http1, Make("stream of 1 MiB and a byte"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using HttpClient low = Key.Client(new() { MaxContentBytes = 3 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => low.PostAsync(server.Http1, new StringContent("four")));
    }

    [Fact]
    public async Task A_stream_is_sent_with_its_length_and_not_in_chunks()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        using HttpResponseMessage response = await client.PostAsync(server.Http1, Make("one-way stream"));
        Seen seen = server.Seen.Single();
        Assert.Equal(seen.Body.Length, seen.Headers.ContentLength);
        Assert.False(seen.Headers.ContainsKey("Transfer-Encoding"));
    }

    [Fact]
    public async Task Contents_that_hold_their_bytes_are_signed_where_they_are()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(100);
        foreach (HttpContent content in (HttpContent[])[new ByteArrayContent(bytes, 10, 80), new ReadOnlyMemoryContent(bytes.AsMemory(10, 80))])
        {
            ReadOnlyMemory<byte> read = await ContentBytes.ReadAsync(content, Limit, "", default);
            Assert.True(MemoryMarshal.TryGetArray(read, out ArraySegment<byte> segment));
            Assert.Same(bytes, segment.Array);
            Assert.Equal((10, 80), (segment.Offset, segment.Count));
        }
    }

    [Fact]
    public async Task A_content_that_writes_something_else_each_time_is_sent_as_it_was_signed()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        var content = new FickleContent();
        using HttpResponseMessage response = await client.PostAsync(server.Http1, content);
        Seen seen = server.Seen.Single();
        Assert.Equal(VerificationStatus.Valid, seen.Status);
        Assert.Equal("written 1 times", Encoding.UTF8.GetString(seen.Body));
    }

    [Fact]
    public async Task A_content_that_comes_in_pieces_is_signed_as_a_whole()
    {
        ReadOnlyMemory<byte> read = await ContentBytes.ReadAsync(new ByteArrayContent([1, 2]), Limit, "", default);
        Assert.Equal([1, 2], read.ToArray());
        using var stream = new BorrowingStream();
        await stream.WriteAsync(new byte[] { 1 });
        stream.Write([2, 3], 0, 2);
        await stream.WriteAsync(new byte[] { 4, 5, 6 }.AsMemory(1, 1));
        Assert.Equal([1, 2, 3, 5], stream.Written.ToArray());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_its_content_is_read_ends()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        using var cancel = new CancellationTokenSource();
        var stream = new EndlessWait();
        Task<HttpResponseMessage> call = client.PostAsync(server.Http1, new StreamContent(stream), cancel.Token);
        await stream.Reading;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_the_server_thinks_ends()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        var arrived = new TaskCompletionSource();
        server.Answer = async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using HttpClient client = Key.Client();
        using var cancel = new CancellationTokenSource();
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1, cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task VerifiesAsync(string kind, Version version)
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, version == HttpVersion.Version20 ? server.Http2 : server.Http1)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Make(kind),
        };
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Seen seen = server.Seen.Single();
        Assert.Equal(VerificationStatus.Valid, seen.Status);
        Assert.Equal(kind is "none" or "empty", seen.Body.Length == 0);
        Assert.Equal(version == HttpVersion.Version20 ? "HTTP/2" : "HTTP/1.1", seen.Protocol);
    }

    private static HttpContent? Make(string kind) => kind switch
    {
        "none" => null,
        "empty" => new ByteArrayContent([]),
        "text" => new StringContent("""{"from":"€","amount":"1.5"}""", Encoding.UTF8, "application/json"),
        "form" => new FormUrlEncodedContent([new("a b", "ö&="), new("c", "")]),
        "memory" => new ReadOnlyMemoryContent(RandomNumberGenerator.GetBytes(1000)),
        "json" => JsonContent.Create(new { from = "ETH", amount = 1.5m, note = new string('x', 20_000) }),
        "multipart" => new MultipartFormDataContent { { new StringContent("a"), "first" }, { new StreamContent(new CountingStream(5000)), "second", "file" } },
        "stream" => new StreamContent(new MemoryStream(RandomNumberGenerator.GetBytes(100_000))),
        "one-way stream" => new StreamContent(new CountingStream(100_000)),
        "own" => new FickleContent(),
        "1 MiB" => new ByteArrayContent(RandomNumberGenerator.GetBytes(Limit)),
        "1 MiB stream" => new StreamContent(new CountingStream(Limit)),
        "1 MiB and a byte" => new ByteArrayContent(new byte[Limit + 1]),
        "stream of 1 MiB and a byte" => new StreamContent(new MemoryStream(new byte[Limit + 1])),
        "one-way stream of 1 MiB and a byte" => new StreamContent(new CountingStream(Limit + 1)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A content that never writes the same twice; its own type says that it is a byte array.</summary>
    private sealed class FickleContent() : ByteArrayContent([])
    {
        private int _writes;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes($"written {++_writes} times")).AsTask();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            SerializeToStreamAsync(stream, context);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A stream that can be read once and knows no length.</summary>
    private sealed class CountingStream(long length) : ReadOnlyStream
    {
        public long BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = (int)Math.Min(Math.Min(buffer.Length, 1777), length - BytesRead);
            buffer.Span[..count].Fill((byte)BytesRead);
            BytesRead += count;
            return new(count);
        }
    }

    private sealed class EndlessWait : ReadOnlyStream
    {
        private readonly TaskCompletionSource _reading = new();

        public Task Reading => _reading.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reading.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
