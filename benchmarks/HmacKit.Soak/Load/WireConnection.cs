using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HmacKit.Soak;

/// <summary>A connection that sends bytes as they are, good or broken, and reads the answer's status. Not safe for use by several callers at once.</summary>
internal sealed class WireConnection(IPEndPoint server) : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    /// <summary>
    /// Sends a request and returns the status of its answer, 0 if the connection was closed without one. The connection is kept for the next one if the server keeps it.
    /// </summary>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop = default)
    {
        bool isNew = _socket is null;
        _socket ??= await ConnectAsync(stop);
        try
        {
            int status = await SendOnceAsync(request, stop);
            if (status != 0 || isNew)
            {
                return status;
            }
        }
        catch (SocketException) when (!isNew)
        {
            // A connection that was idle may have been closed in the meantime. Nothing was answered: it is sent on a new one.
        }

        Dispose();
        _socket = await ConnectAsync(stop);
        return await SendOnceAsync(request, stop);
    }

    /// <summary>Sends the beginning of a request and goes away, politely or by a reset.</summary>
    public async Task AbandonAsync(ReadOnlyMemory<byte> beginning, TimeSpan wait, bool isReset, CancellationToken stop = default)
    {
        Dispose();
        _socket = await ConnectAsync(stop);
        await _socket.SendAsync(beginning, stop);
        await Task.Delay(wait, stop);
        if (isReset)
        {
            _socket.LingerState = new LingerOption(true, 0);
        }

        Dispose();
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<int> SendOnceAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        Socket socket = _socket!;
        try
        {
            await socket.SendAsync(request, stop);
        }
        catch (SocketException)
        {
            // It may have answered before it had read everything, and closed: then the answer is still there.
        }

        int filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            int read = filled < _buffer.Length ? await ReceiveAsync(socket, filled, stop) : 0;
            if (read == 0)
            {
                Dispose();
                return 0;
            }

            filled += read;
        }

        (int status, long length, bool isChunked, bool closes) = ReadHead(_buffer.AsSpan(0, head + 2));
        int rest = filled - head - 4;
        if (isChunked)
        {
            // Whatever the answer's size, it ends in an empty chunk; none of the samples' answers holds one.
            int total = rest;
            while (!_buffer.AsSpan(0, filled).EndsWith("0\r\n\r\n"u8))
            {
                if (filled == _buffer.Length)
                {
                    _buffer.AsSpan(filled - 8).CopyTo(_buffer);
                    filled = 8;
                }

                int read = await ReceiveAsync(socket, filled, stop);
                total += read;
                if (read == 0 || total > MaxAnswerBytes)
                {
                    closes = true;
                    break;
                }

                filled += read;
            }
        }
        else
        {
            for (long left = length - rest; left > 0 && !closes;)
            {
                int read = await ReceiveAsync(socket, 0, stop);
                closes = read == 0;
                left -= read;
            }
        }

        if (closes)
        {
            Dispose();
        }

        return status;
    }

    private async ValueTask<int> ReceiveAsync(Socket socket, int at, CancellationToken stop)
    {
        try
        {
            return await socket.ReceiveAsync(_buffer.AsMemory(at), stop);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static (int Status, long Length, bool IsChunked, bool Closes) ReadHead(ReadOnlySpan<byte> head)
    {
        int status = Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int number, out _) ? number : 0;
        string text = Encoding.Latin1.GetString(head);
        bool closes = text.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
        bool isChunked = text.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        int at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        long length = at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out long bytes, out _) ? bytes : 0;
        return (status, length, isChunked, closes);
    }
}
