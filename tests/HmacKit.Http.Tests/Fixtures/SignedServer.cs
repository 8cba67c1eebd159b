using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>
/// Kestrel on loopback, with a port for HTTP/1.1 and one for HTTP/2 without TLS. It verifies every request with the
/// engine's verifier and a replay store, keeps what it saw, and answers 200 or 401 unless a test has it answer otherwise.
/// The bare server, without a host around it, since hundreds of tests start one.
/// </summary>
internal sealed class SignedServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly RequestVerifier _verifier;
    private readonly ConcurrentQueue<Seen> _seen = new();
    private int _count;

    private SignedServer(KestrelServer kestrel, SigningKey key, TimeProvider clock)
    {
        _kestrel = kestrel;
        _verifier = new RequestVerifier(key.Scheme, new MemoryKeySource(key.Ring), new()
        {
            ReplayStore = new MemoryReplayStore(new() { TimeProvider = clock }),
            TimeProvider = clock,
            MaxBodyBytes = 4 * 1024 * 1024,
        });
    }

    /// <summary>Answers a request; null for 200 where it is valid and 401 where it isn't.</summary>
    public Func<Seen, HttpContext, Task>? Answer { get; set; }

    /// <summary>The address that callers use, for schemes that sign it; null if nobody has said it.</summary>
    public PublicOrigin? Origin { get; set; }

    public Uri Http1 { get; private set; } = null!;

    public Uri Http2 { get; private set; } = null!;

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<Seen> Seen => [.. _seen.OrderBy(seen => seen.Number)];

    public static async Task<SignedServer> StartAsync(SigningKey? key = null, TimeProvider? clock = null)
    {
        var options = new KestrelServerOptions();
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var server = new SignedServer(kestrel, key ?? SigningKey.TheOne, clock ?? TimeProvider.System);
        await kestrel.StartAsync(server, CancellationToken.None);
        string[] addresses = [.. kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        server.Http1 = new Uri(addresses[0]);
        server.Http2 = new Uri(addresses[1]);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Without waiting for connections that clients keep open.
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        int number = Interlocked.Increment(ref _count);
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        VerificationResult result = await _verifier.VerifyAsync(new KestrelRequest(context, body.ToArray(), Origin));
        var seen = new Seen(
            number,
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Protocol,
            new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
            body.ToArray(),
            result.Status);
        _seen.Enqueue(seen);
        context.Response.StatusCode = seen.IsValid ? 200 : 401;
        if (Answer is { } answer)
        {
            await answer(seen, context);
        }
    }
}
