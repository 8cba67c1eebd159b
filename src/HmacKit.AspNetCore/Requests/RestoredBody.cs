using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Says of a request that a verification has read its body and put it back, so that the next one doesn't take that for
/// somebody else's reading. Used again for the next request of the connection, since a request mustn't pay for it.
/// </summary>
internal sealed class RestoredBody
{
    private bool _isEmpty;

    // A server uses its objects again for the next request of the connection, too.
    private Stream? _serversBody;
    private object? _server;

    /// <summary>The server's own reader, if the body was only looked at in its buffer.</summary>
    private PipeReader? _peeked;

    /// <summary>Whether a verification has read the body.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether a verification has read the body, and it had none.</summary>
    public bool IsEmpty => IsKnown && _isEmpty;

    /// <summary>Whether there may be a body in the server's buffer that was looked at, and that the handler has to take from there.</summary>
    public bool IsInBuffer => _peeked is not null;

    /// <summary>Forgets the request before this one.</summary>
    public void Reset() => (IsKnown, _isEmpty, _peeked) = (false, false, null);

    /// <summary>Whether a stream and a request's feature are of one assembly: both the server's.</summary>
    public bool IsOfOneServer(Stream body, object request)
    {
        if (ReferenceEquals(body, _serversBody) && ReferenceEquals(request, _server))
        {
            return true;
        }

        bool isOfOne = body.GetType().Assembly == request.GetType().Assembly;
        (_serversBody, _server) = isOfOne ? (body, request) : (_serversBody, _server);
        return isOfOne;
    }

    /// <summary>Says that the body was read and put back.</summary>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="peeked">The server's own reader, if it was only looked at there; null if it was captured.</param>
    public void Keep(long length, PipeReader? peeked) => (IsKnown, _isEmpty, _peeked) = (true, length == 0, length == 0 ? null : peeked);

    /// <summary>
    /// Takes from the server's buffer what was looked at there and nobody has read, once the request is over. Kestrel does so itself, but not if the
    /// client has closed its connection in the meantime: then it fails to read on ("Reading is already in progress").
    /// </summary>
    public void DropUnread(HttpContext context)
    {
        // Somebody else's stream or pipe may have come in front since.
        if (_peeked is not { } reader || !ReferenceEquals(context.Request.BodyReader, reader))
        {
            return;
        }

        try
        {
            if (reader.TryRead(out ReadResult read))
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The handler has completed the reader, or has left a read of its own open.
        }
    }
}
