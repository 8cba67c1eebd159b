using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HmacKit.Inspection.Tests.Fixtures;

/// <summary>A target that keeps each request to the byte, and answers what a test says.</summary>
internal sealed class RawTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<byte[]> _requests = [];
    private readonly Task _accepting;

    public RawTarget()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public byte[] Answer { get; set; } = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Target: yes\r\n\r\nok"u8.ToArray();

    /// <summary>The requests, head and body.</summary>
    public IReadOnlyList<byte[]> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public string[] HeadOf(int number) => Encoding.Latin1.GetString(Requests[number]).Split("\r\n\r\n", 2)[0].Split("\r\n");

    public byte[] BodyOf(int number)
    {
        byte[] bytes = Requests[number];
        return bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            var bytes = new List<byte>();
            byte[] chunk = new byte[64 * 1024];
            while (!IsWhole(bytes))
            {
                int count = await stream.ReadAsync(chunk, _stop.Token);
                if (count == 0)
                {
                    return;
                }

                bytes.AddRange(chunk[..count]);
            }

            lock (_requests)
            {
                _requests.Add([.. bytes]);
            }

            await stream.WriteAsync(Answer, _stop.Token);
        }
    }

    private static bool IsWhole(List<byte> bytes)
    {
        string text = Encoding.Latin1.GetString([.. bytes]);
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string? length = end < 0 ? null : text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..];
        return end >= 0 && bytes.Count >= end + 4 + int.Parse(length ?? "0");
    }
}
