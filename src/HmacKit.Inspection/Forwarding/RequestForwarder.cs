using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HmacKit.Inspection;

/// <summary>Sends requests on: target, header values and body to the byte, without what belongs to the connection they came on.</summary>
internal sealed class RequestForwarder : IDisposable
{
    /// <summary>The most bytes of an answer that are handed on.</summary>
    public const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public RequestForwarder(TimeSpan timeout, TimeProvider time)
    {
        _time = time;

        // Nothing is added, followed, unpacked or remembered: the target gets what came, and what it says is shown.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        _http = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = MaxAnswerBytes };
    }

    /// <summary>Sends a request; why there is no answer is part of what is returned.</summary>
    public async Task<Answer> SendAsync(RawRequest request, Uri address, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        string shown = address.OriginalString;
        try
        {
            using HttpRequestMessage message = ToMessage(request, address);
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return new Answer
            {
                ForwardedTo = shown,
                Status = (int)response.StatusCode,
                Headers = [.. Lines(response.Headers), .. Lines(response.Content.Headers)],
                Body = body,
                BodyLength = body.Length,
                Milliseconds = _time.GetElapsedTime(start).TotalMilliseconds,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Answer
            {
                ForwardedTo = shown,
                Error = exception is TaskCanceledException ? $"no answer within {_http.Timeout.TotalSeconds:0.#} s" : exception.InnerException?.Message ?? exception.Message,
                Milliseconds = _time.GetElapsedTime(start).TotalMilliseconds,
            };
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage ToMessage(RawRequest request, Uri address)
    {
        HeaderLine[] lines = HeaderLine.Of(request.Headers);
        bool hasBody = request.Body.Length > 0 || lines.Any(static line => line.IsNamed("Content-Length") || line.IsNamed("Transfer-Encoding"));
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = hasBody ? new ReadOnlyMemoryContent(request.Body) : null,
        };
        foreach (HeaderLine line in lines)
        {
            // The host is the target's; the length follows from the body.
            if (HopByHop.Has(line.Name, lines) || line.IsNamed("Host") || line.IsNamed("Content-Length"))
            {
                continue;
            }

            if (!message.Headers.TryAddWithoutValidation(line.Name, line.Value))
            {
                // A header of a body that isn't there has no place of its own.
                message.Content ??= new ReadOnlyMemoryContent(default);
                message.Content.Headers.TryAddWithoutValidation(line.Name, line.Value);
            }
        }

        return message;
    }

    private static IEnumerable<HeaderLine> Lines(HttpHeaders headers) =>
        headers.NonValidated.SelectMany(static header => header.Value.Select(value => new HeaderLine(header.Key, value)));
}
