using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>
/// An ASP.NET Core request as the engine sees it. A body that fits into the server's own buffer is looked at there and
/// handed on untouched; a larger one, or one of a server without pipes, is captured and put in the place of the body.
/// </summary>
internal sealed class HttpRequestSource : RequestSource
{
    /// <summary>Bodies up to this size stay in the server's buffer, which has room for 1 MiB before it stops reading.</summary>
    public const int MaxPeekedBytes = 256 * 1024;

    private HttpContext? _context;
    private string _target = "";
    private PublicOrigin? _origin;
    private PipeReader? _peeked;
    private ReadOnlySequence<byte> _peekedBuffer;
    private byte[]? _joined;

    /// <inheritdoc/>
    public override string Method => _context!.Request.Method;

    /// <inheritdoc/>
    public override string Target => _target;

    /// <summary>The body, if it was looked at in the server's buffer; until it is handed on.</summary>
    public ReadOnlyMemory<byte>? LookedAt { get; private set; }

    /// <summary>Takes a request on; <see cref="Release"/> lets go of it.</summary>
    public void Attach(HttpContext context, string? publicPathPrefix, PublicOrigin? origin)
    {
        _context = context;
        _origin = origin;
        string? rawTarget = context.Features.Get<IHttpRequestFeature>()?.RawTarget;

        // A server that doesn't keep the raw target (the test server) leaves only the decoded one, encoded again.
        string target = string.IsNullOrEmpty(rawTarget) ? context.Request.GetEncodedPathAndQuery() : OriginForm.Of(rawTarget);
        _target = publicPathPrefix is null ? target : publicPathPrefix + target;
    }

    /// <inheritdoc/>
    public override PublicOrigin? Origin => _origin;

    /// <inheritdoc/>
    public override IEnumerable<string> HeaderNames => _context!.Request.Headers.Keys;

    /// <inheritdoc/>
    public override HeaderValue GetHeader(string name)
    {
        StringValues values = _context!.Request.Headers[name];
        return values.Count switch
        {
            0 => default,
            1 => HeaderValue.Of(values[0]),
            _ => HeaderValue.Repeated,
        };
    }

    /// <inheritdoc/>
    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
    {
        HttpRequest request = _context!.Request;
        if (request.ContentLength > limit)
        {
            return new(RequestBody.TooLarge);
        }

        // The default feature wraps the body stream: what is peeked there is lost to whoever reads the stream.
        bool hasPipe = _context.Features.Get<IRequestBodyPipeFeature>() is { } feature and not RequestBodyPipeFeature;
        return hasPipe && !(request.ContentLength > MaxPeekedBytes)
            ? PeekAsync(request, limit, cancellationToken)
            : CapturedBody.ReadAsync(_context, prefix: default, limit, cancellationToken);
    }

    /// <summary>Gives a body that was only looked at back to the server, for the handler to read.</summary>
    public void HandOn()
    {
        LookedAt = null;
        if (_peeked is not null)
        {
            _peeked.AdvanceTo(_peekedBuffer.Start);
            _peeked = null;
            _peekedBuffer = default;
        }

        if (_joined is not null)
        {
            ArrayPool<byte>.Shared.Return(_joined);
            _joined = null;
        }
    }

    /// <summary>Lets go of the request.</summary>
    public void Release()
    {
        HandOn();
        _context = null;
        _target = "";
    }

    private async ValueTask<RequestBody> PeekAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                return RequestBody.TooLarge;
            }

            if (read.IsCompleted)
            {
                _peeked = reader;
                _peekedBuffer = buffer;
                ReadOnlyMemory<byte> body = Join(buffer);
                LookedAt = body;
                return RequestBody.Of(body);
            }

            if (buffer.Length > MaxPeekedBytes)
            {
                byte[] prefix = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return await CapturedBody.ReadAsync(_context!, prefix, limit, cancellationToken).ConfigureAwait(false);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private ReadOnlyMemory<byte> Join(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsSingleSegment)
        {
            return buffer.First;
        }

        int length = checked((int)buffer.Length);
        _joined = ArrayPool<byte>.Shared.Rent(length);
        buffer.CopyTo(_joined);
        return _joined.AsMemory(0, length);
    }
}
