using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>
/// An ASP.NET Core request as the engine sees it. A body that fits into the server's own buffer is looked at there and
/// handed on untouched. A larger one, one of a server without pipes, and one that comes through somebody else's stream is captured
/// and put in the place of the body, so that the handler reads what was verified.
/// </summary>
internal sealed class HttpRequestSource : RequestSource
{
    /// <summary>Bodies up to this size stay in the server's buffer, which has room for 1 MiB before it stops reading.</summary>
    public const int MaxPeekedBytes = 256 * 1024;

    private HttpContext? _context;
    private RestoredBody? _restored;
    private IHeaderDictionary? _headers;
    private BodySpool? _spool;
    private IHttpRequestFeature? _request;
    private string _target = "";
    private PublicOrigin? _origin;
    private PipeReader? _peeked;
    private ReadOnlySequence<byte> _peekedBuffer;
    private byte[]? _joined;

    /// <inheritdoc/>
    public override string Method => _context!.Request.Method;

    /// <inheritdoc/>
    public override string Target => _target;

    /// <summary>The body, if it was read here; until it is handed on.</summary>
    public ReadOnlyMemory<byte>? Body { get; private set; }

    /// <summary>Takes a request on; <see cref="Release"/> lets go of it.</summary>
    public void Attach(HttpContext context, RestoredBody restored, BodySpool spool, string? publicPathPrefix, PublicOrigin? origin, bool acceptsAbsoluteTargets = false)
    {
        _context = context;
        _restored = restored;
        _headers = context.Request.Headers;
        _spool = spool;
        _origin = origin;
        _request = (IHttpRequestFeature?)context.Features[typeof(IHttpRequestFeature)];
        string? rawTarget = _request?.RawTarget;

        // A server that doesn't keep the raw target (the test server) leaves only the decoded one, encoded again.
        string target = string.IsNullOrEmpty(rawTarget) ? context.Request.GetEncodedPathAndQuery() : rawTarget;
        if (target[0] != '/')
        {
            // What can't be read stays as it is, and the engine refuses it.
            target = acceptsAbsoluteTargets && OriginForm.TryRead(context.Request, target, out string read) ? read : target;
        }

        _target = publicPathPrefix is null || target[0] != '/' ? target : publicPathPrefix + target;
    }

    /// <inheritdoc/>
    public override PublicOrigin? Origin => _origin;

    /// <inheritdoc/>
    public override IEnumerable<string> HeaderNames => _headers!.Keys;

    /// <inheritdoc/>
    public override HeaderValue GetHeader(string name)
    {
        StringValues values = _headers![name];
        return values.Count switch
        {
            0 => default,
            1 => HeaderValue.Of(values[0]),
            _ => HeaderValue.Repeated,
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> GetHeaderLines(string name) => LinesOf(_headers![name]);

    /// <summary>Servers have trailers once the body has been read to its end, which is so before a message is written that covers one.</summary>
    public override IReadOnlyList<string>? GetTrailerLines(string name) =>
        _context!.Features.Get<IHttpRequestTrailersFeature>() is { Available: true } trailers && trailers.Trailers.TryGetValue(name, out StringValues values) ? LinesOf(values) : null;

    private static string[] LinesOf(in StringValues values) => [.. values.Select(static value => value ?? "")];

    /// <inheritdoc/>
    public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
    {
        HttpRequest request = _context!.Request;
        long? declared = request.ContentLength;
        if (declared > limit)
        {
            return new(RequestBody.TooLarge);
        }

        BodyOrigin origin = BodyOrigin.Of(_context, _request, _restored!, declared);
        return origin.IsSpent ? new(RequestBody.AlreadyRead)
            : origin.IsServersOwn && !(declared > MaxPeekedBytes) ? Peek(request, origin, limit, cancellationToken)
            : CaptureAsync(origin, prefix: default, limit, cancellationToken);
    }

    /// <summary>Gives a body that was only looked at back to the server, for the handler to read.</summary>
    public void HandOn()
    {
        Body = null;
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
        _restored = null;
        _headers = null;
        _spool = null;
        _request = null;
        _target = "";
    }

    /// <summary>A body that has arrived as a whole, as most have, needs no state machine.</summary>
    private ValueTask<RequestBody> Peek(HttpRequest request, in BodyOrigin origin, int limit, CancellationToken cancellationToken)
    {
        PipeReader reader = request.BodyReader;
        ReadResult read;
        try
        {
            if (!reader.TryRead(out read))
            {
                return PeekAsync(reader, origin, limit, cancellationToken);
            }
        }
        catch (InvalidOperationException)
        {
            // The reader was completed, or somebody is in the middle of reading.
            return new(RequestBody.AlreadyRead);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            FailedBody.EndConnection(_context!, exception);
            throw;
        }

        if (read.IsCompleted && read.Buffer.Length <= limit)
        {
            _peeked = reader;
            _peekedBuffer = read.Buffer;
            return new(Kept(origin, Join(read.Buffer), isPeeked: true));
        }

        // Read again, from its beginning: not waited for, if it's too large already.
        reader.AdvanceTo(read.Buffer.Start);
        return PeekAsync(reader, origin, limit, cancellationToken);
    }

    private async ValueTask<RequestBody> PeekAsync(PipeReader reader, BodyOrigin origin, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                // The reader was completed, or somebody is in the middle of reading.
                return RequestBody.AlreadyRead;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                FailedBody.EndConnection(_context!, exception);
                throw;
            }

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
                return Kept(origin, Join(buffer), isPeeked: true);
            }

            if (buffer.Length > MaxPeekedBytes)
            {
                byte[] prefix = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return await CaptureAsync(origin, prefix, limit, cancellationToken).ConfigureAwait(false);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async ValueTask<RequestBody> CaptureAsync(BodyOrigin origin, ReadOnlyMemory<byte> prefix, int limit, CancellationToken cancellationToken)
    {
        RequestBody body;
        try
        {
            body = await CapturedBody.ReadAsync(_context!, _spool!, prefix, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            FailedBody.EndConnection(_context!, exception);
            throw;
        }

        return body.IsTooLarge || body.IsAlreadyRead ? body : Kept(origin, body.Bytes, isPeeked: false);
    }

    private RequestBody Kept(in BodyOrigin origin, ReadOnlyMemory<byte> body, bool isPeeked)
    {
        if (!origin.IsWhole(body.Length))
        {
            return RequestBody.AlreadyRead;
        }

        Body = body;
        _restored!.Keep(body.Length, isPeeked ? _peeked : null);
        return RequestBody.Of(body);
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
