using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Why a request's body couldn't be read, kept with the request: the caller's fault, nobody's, or the disk's.</summary>
internal sealed class RequestFailure(RefusalReason reason)
{
    public RefusalReason Reason { get; } = reason;

    /// <summary>
    /// Whether an exception of reading a body is what a stranger can cause: broken framing, a body that is too slow or too
    /// large for the server or its disk, a client that hung up. Anything else is an error of the application. Stores and key
    /// sources are no business of this: what they throw is a status.
    /// </summary>
    public static bool TryExplain(HttpContext context, Exception exception, out RequestFailure failure)
    {
        RefusalReason? reason = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RefusalReason.BodyTooLarge,
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => RefusalReason.RequestTimeout,
            SpoolException => RefusalReason.Unavailable,

            // Kestrel has no other exception for a chunk whose size overflows.
            IOException or ConnectionAbortedException => RefusalReason.BadRequest,
            _ => context.RequestAborted.IsCancellationRequested ? RefusalReason.BadRequest : null,
        };
        failure = new RequestFailure(reason ?? default);
        return reason is not null;
    }
}
