using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>What is left to do after the reading of a body has failed.</summary>
internal static class FailedBody
{
    /// <summary>
    /// After a read that failed, what had come still counts as being read for good. Kestrel mustn't look for the rest of the body or another request behind it: it would log an error with a
    /// stack trace ("Reading is already in progress"), and a stranger can cause any number of them. So a client that is gone is let go of, and any other one gets its answer and no more.
    /// </summary>
    public static void EndConnection(HttpContext context, Exception exception)
    {
        bool isHttp1 = HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol);
        if (isHttp1)
        {
            // Also where the client is gone and nobody knows yet, so that no answer is sent that could say it.
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        if (exception is ConnectionResetException || context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        else if (isHttp1 && !context.Response.HasStarted)
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
