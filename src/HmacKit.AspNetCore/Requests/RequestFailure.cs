using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Why a request's body couldn't be read, kept with the request: the caller's fault, or nobody's.</summary>
internal sealed class RequestFailure(RefusalReason reason)
{
    public RefusalReason Reason { get; } = reason;

    /// <summary>
    /// Whether an exception of reading a body is what a stranger can cause: broken framing, a body that is too slow or too
    /// large for the server, a client that hung up. Anything else is an error of the application.
    /// </summary>
    public static bool TryExplain(HttpContext context, Exception exception, out RequestFailure failure)
    {
        RefusalReason reason = exception is not BadHttpRequestException bad ? RefusalReason.BadRequest : bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => RefusalReason.BodyTooLarge,
            StatusCodes.Status408RequestTimeout => RefusalReason.RequestTimeout,
            _ => RefusalReason.BadRequest,
        };
        failure = new RequestFailure(reason);
        return exception is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested;
    }
}
