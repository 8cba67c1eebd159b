using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace HmacKit.Testing;

/// <summary>A connection for each request, HTTP/1.1, written byte for byte.</summary>
internal sealed class SocketTransport(Uri address, HostileOptions options) : Transport
{
    private const int ChunkSize = 16 * 1024;

    public override async Task<Answer> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.IdnHost, address.Port, timeout.Token).ConfigureAwait(false);
            Stream stream = client.GetStream();
            await using (stream.ConfigureAwait(false))
            {
                stream = await SecureAsync(stream, timeout.Token).ConfigureAwait(false);

                // A server may answer, and hang up, before it has read all of the body.
                Task writing = WriteAsync(stream, request, timeout.Token);
                byte[] bytes = await ReadAsync(stream, timeout.Token).ConfigureAwait(false);
                await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return AnswerReader.Read(bytes);
            }
        }
        catch (Exception thrown) when (thrown is IOException or SocketException or AuthenticationException)
        {
            return Answer.None(thrown.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.None($"within {options.Timeout.TotalSeconds} s");
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost }, cancellationToken).ConfigureAwait(false);
        return secured;
    }

    private async Task WriteAsync(Stream stream, WireRequest request, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Head(request), cancellationToken).ConfigureAwait(false);
        if (!request.IsChunked)
        {
            await stream.WriteAsync(request.Body, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            for (int at = 0; at < request.Body.Length; at += ChunkSize)
            {
                ReadOnlyMemory<byte> chunk = request.Body.Slice(at, Math.Min(ChunkSize, request.Body.Length - at));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private byte[] Head(WireRequest request)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Target} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        foreach ((string name, string value) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        bool hasLength = request.Body.Length > 0 || request.Method is not ("GET" or "HEAD" or "DELETE");
        head.Append(request.IsChunked ? "Transfer-Encoding: chunked\r\n" : hasLength ? $"Content-Length: {request.Body.Length}\r\n" : "");
        head.Append("Connection: close\r\n\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var received = new MemoryStream();
        byte[] buffer = new byte[8192];
        try
        {
            while (received.Length < 2 * Answer.MaxBody)
            {
                int count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                received.Write(buffer, 0, count);
            }
        }
        catch (IOException) when (received.Length > 0)
        {
            // Reset after the answer: the server didn't wait for the rest of the body.
        }

        return received.ToArray();
    }
}
