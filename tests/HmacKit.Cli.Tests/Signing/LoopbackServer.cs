using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HmacKit.Cli.Tests.Signing;

/// <summary>Takes one request on a free port of this machine, keeps its bytes, and answers 204.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<byte[]> _request;

    public LoopbackServer()
    {
        _listener.Start();
        _request = TakeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The request as it came over the wire.</summary>
    public Task<byte[]> Request => _request.WaitAsync(Patience);

    public void Dispose() => _listener.Dispose();

    private async Task<byte[]> TakeAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (!IsComplete(bytes, out bool wantsContinue))
        {
            if (wantsContinue)
            {
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            }

            int read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            bytes.AddRange(buffer[..read]);
        }

        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
        return [.. bytes];
    }

    private static bool IsComplete(List<byte> bytes, out bool wantsContinue)
    {
        string text = Encoding.Latin1.GetString([.. bytes]);
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string[] head = end < 0 ? [] : text[..end].ToUpperInvariant().Split("\r\n");
        int bodyLength = text.Length - end - 4;
        wantsContinue = end >= 0 && bodyLength == 0 && head.Contains("EXPECT: 100-CONTINUE");
        string? length = head.FirstOrDefault(line => line.StartsWith("CONTENT-LENGTH:", StringComparison.Ordinal));
        return end >= 0 && (length is null || bodyLength >= int.Parse(length["CONTENT-LENGTH:".Length..]));
    }
}
