using System.Net.Sockets;

namespace HmacKit.WebBenchmarks;

/// <summary>Kestrel on loopback with the endpoints that refuse, and one that leaks on purpose: it computes no MAC for a key that it doesn't know.</summary>
internal sealed class TimingServer : IAsyncDisposable
{
    public const string ApiKeyPath = "/api-key";
    public const string LeakyPath = "/leaky";

    private readonly WebApplication _app;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly byte[] _sending = new byte[16 * 1024];
    private int _length;

    private TimingServer(WebApplication app, Socket socket)
    {
        _app = app;
        _socket = socket;
    }

    public static async Task<TimingServer> StartAsync(CredentialStore apiKeys)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(apiKeys);
        builder.Services.AddHmacKit(static hmac => hmac.AddScheme(SchemeCatalog.OsayCore, static options => options.Keys = TimingRoom.Keys()).AddApiKeys());
        WebApplication app = builder.Build();
        app.MapPost(SignedRequest.Path, static () => "ok").RequireSignature(SchemeCatalog.OsayCore.Name);
        app.MapPost(ApiKeyPath, static () => "ok").RequireApiKey();
        app.MapPost(LeakyPath, LeakAsync);
        await app.StartAsync();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", new Uri(PipelineServer.AddressOf(app)).Port);
        return new TimingServer(app, socket);
    }

    /// <summary>The request as it goes over the wire.</summary>
    public static byte[] ToBytes(RawRequest request)
    {
        string head = $"{request.Method} {request.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {request.Body.Length}\r\n{string.Concat(request.Headers.Select(static header => $"{header.Key}: {header.Value}\r\n"))}\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. request.Body.Span];
    }

    /// <summary>Gets a request ready where all of them are sent from.</summary>
    public void Prepare(byte[] request)
    {
        request.CopyTo(_sending, 0);
        _length = request.Length;
    }

    /// <summary>Sends the request that was prepared, which must be refused, over the connection that is kept, and waits for all of the answer.</summary>
    public void Refuse()
    {
        _socket.Send(_sending, _length, SocketFlags.None);
        int read = 0;
        int end;
        while ((end = _buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0 || read < end + 4 + BodyLength(_buffer.AsSpan(0, end)))
        {
            int more = _socket.Receive(_buffer, read, _buffer.Length - read, SocketFlags.None);
            read = more > 0 ? read + more : throw new IOException("The server has closed the connection.");
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 401"u8))
        {
            throw new InvalidOperationException("A request that must be refused was answered with " + System.Text.Encoding.ASCII.GetString(_buffer, 0, 12));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _app.DisposeAsync();
    }

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        int at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : throw new InvalidOperationException("An answer without a Content-Length.");
    }

    private static async Task LeakAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.Headers["X-OSAYCORE-API-KEY"] == "key-known")
        {
            _ = LeakyComparison.FirstDifference(LeakyComparison.Tag(body.ToArray()), new byte[32]);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentLength = 0;
    }
}
