using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using HmacKit.Benchmarks;

namespace HmacKit.WebBenchmarks;

/// <summary>One pipeline behind one connection in memory, and the CPU time and bytes of its requests.</summary>
internal sealed class MemoryClient : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDuplexPipe _pipe;
    private readonly byte[] _request;

    private MemoryClient(Pipeline pipeline, WebApplication app, IDuplexPipe pipe, byte[] request) =>
        (Pipeline, _app, _pipe, _request) = (pipeline, app, pipe, request);

    public Pipeline Pipeline { get; }

    /// <summary>Nanoseconds a request, one figure a round.</summary>
    public List<double> Rounds { get; } = [];

    public double BytesPerRequest { get; private set; }

    public static async Task<MemoryClient> StartAsync(Pipeline pipeline)
    {
        var connections = new MemoryConnections();
        WebApplication app = await PipelineServer.StartAsync(pipeline, connections);
        var head = new StringBuilder();
        head.Append("POST ").Append(SignedRequest.Path).Append(" HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nContent-Type: application/json\r\n");
        foreach ((string name, string value) in SignedRequest.Sign())
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("Content-Length: ").Append(SignedRequest.Body.Length).Append("\r\n\r\n").Append(SignedRequest.Body);
        var client = new MemoryClient(pipeline, app, connections.Connect(), Encoding.ASCII.GetBytes(head.ToString()));
        await client.SendFirstAsync();
        return client;
    }

    /// <summary>Sends requests one by one, and notes what one takes.</summary>
    public void Measure(int requests)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = ThreadClock.Nanoseconds();
        Send(requests);
        Rounds.Add((double)(ThreadClock.Nanoseconds() - start) / requests);
        BytesPerRequest = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / requests;
    }

    public void Send(int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            _pipe.Output.Write(_request);
            ValueTask<FlushResult> flushing = _pipe.Output.FlushAsync();
            if (!flushing.IsCompletedSuccessfully || !_pipe.Input.TryRead(out ReadResult answer))
            {
                throw new InvalidOperationException($"'{Pipeline.Name}' didn't answer in the thread that asked.");
            }

            _ = flushing.Result;
            TakeAnswer(answer);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Kestrel begins a connection in a thread of its own.</summary>
    private async Task SendFirstAsync()
    {
        await _pipe.Output.WriteAsync(_request);
        TakeAnswer(await _pipe.Input.ReadAsync());
        await Task.Delay(100);
    }

    private void TakeAnswer(in ReadResult answer)
    {
        if (!answer.Buffer.FirstSpan.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException($"'{Pipeline.Name}' answered {Encoding.ASCII.GetString(answer.Buffer)}.");
        }

        _pipe.Input.AdvanceTo(answer.Buffer.End);
    }
}
