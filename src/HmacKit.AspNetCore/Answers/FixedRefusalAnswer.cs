using System.Text;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>An answer with one fixed text for each reason, made once: for the documented error form of an API.</summary>
public abstract class FixedRefusalAnswer : RefusalAnswer
{
    private readonly byte[][] _bodies;

    /// <summary>An answer.</summary>
    /// <param name="contentType">The media type of the texts.</param>
    protected FixedRefusalAnswer(string contentType = "application/json")
    {
        ContentType = contentType;
        _bodies = Array.ConvertAll(Enum.GetValues<RefusalReason>(), reason => Encoding.UTF8.GetBytes(TextFor(reason)));
    }

    internal sealed override string ContentType { get; }

    /// <summary>The whole body. It is asked for by the constructor, so it must not depend on the instance.</summary>
    /// <param name="reason">Why the request is refused.</param>
    protected abstract string TextFor(RefusalReason reason);

    // Nothing cancels it: a caller that hung up must not make an error of a refusal, and a server drops what it can't send.
    /// <inheritdoc/>
    protected sealed override Task WriteBodyAsync(HttpContext context, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(context);
        byte[] body = _bodies[(int)refusal.Reason];
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
