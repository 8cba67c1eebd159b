using System.Net.Sockets;
using System.Text;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>A socket that keeps the very bytes of each request head, and answers 200.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loop;

    public RawServer()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = AcceptAsync();
    }

    /// <summary>Scheme, host and port, without a path.</summary>
    public string Address { get; }

    /// <summary>The lines of each request head.</summary>
    public List<string[]> Heads { get; } = [];

    /// <summary>The last request as the engine sees one, without its body.</summary>
    public RawRequest Last
    {
        get
        {
            string[] line = Heads[^1][0].Split(' ');
            Assert.Equal(3, line.Length);
            return new RawRequest(line[0], line[1], Heads[^1].Skip(1).Select(header => header.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _loop;
        _listener.Stop();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stopped.Token);
                NetworkStream stream = client.GetStream();
                var head = new StringBuilder();
                byte[] one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stopped.Token) > 0)
                {
                    head.Append((char)one[0]);
                }

                Heads.Add(head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stopped.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }
}
