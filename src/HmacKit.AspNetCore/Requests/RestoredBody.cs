using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HmacKit.AspNetCore;

/// <summary>
/// Says of a request that a verification has read its body and put it back, so that the next one doesn't take that for
/// somebody else's reading. Three objects for all requests, since a request mustn't pay for it.
/// </summary>
internal sealed class RestoredBody
{
    private static readonly RestoredBody Empty = new() { IsEmpty = true };
    private static readonly RestoredBody Peeked = new() { IsInServersBuffer = true };
    private static readonly RestoredBody Captured = new();

    public bool IsEmpty { get; private init; }

    /// <summary>Whether it was only looked at, in the server's own buffer.</summary>
    private bool IsInServersBuffer { get; init; }

    public static RestoredBody Of(long length, bool isPeeked) => length == 0 ? Empty : isPeeked ? Peeked : Captured;

    /// <summary>Whether there may be a body in the server's buffer that was looked at, and that the handler has to take from there.</summary>
    public static bool IsInBuffer(HttpContext context) => context.Features.Get<RestoredBody>() is { IsInServersBuffer: true };

    /// <summary>
    /// Takes from the server's buffer what was looked at there and nobody has read, once the request is over. Kestrel does so itself, but not if the
    /// client has closed its connection in the meantime: then it fails to read on ("Reading is already in progress").
    /// </summary>
    public static void DropUnread(HttpContext context)
    {
        if (IsInBuffer(context))
        {
            DropUnreadFromBuffer(context);
        }
    }

    /// <summary>The same for a request of which <see cref="IsInBuffer"/> is known.</summary>
    public static void DropUnreadFromBuffer(HttpContext context)
    {
        if (!ReferenceEquals(context.Features.Get<IRequestBodyPipeFeature>(), context.Features.Get<IHttpRequestFeature>()))
        {
            return;
        }

        try
        {
            PipeReader reader = context.Request.BodyReader;
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
