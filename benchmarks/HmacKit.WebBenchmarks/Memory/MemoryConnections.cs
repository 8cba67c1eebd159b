using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace HmacKit.WebBenchmarks;

/// <summary>Connections to Kestrel that are no sockets. What is written to one is handled at once, in the thread that writes.</summary>
internal sealed class MemoryConnections : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    /// <summary>Connects; the pipe is the client's end.</summary>
    public IDuplexPipe Connect()
    {
        var options = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var (request, response) = (new Pipe(options), new Pipe(options));
        var client = new End(response.Reader, request.Writer);
        _waiting.Writer.TryWrite(new DefaultConnectionContext("memory", new End(request.Reader, response.Writer), client));
        return client;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken) && _waiting.Reader.TryRead(out ConnectionContext? connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
