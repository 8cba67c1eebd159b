using System.Text;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>An answer with one fixed text for each reason, made once.</summary>
internal abstract class FixedAnswer : RefusalAnswer
{
    private readonly string _contentType;
    private readonly byte[][] _bodies;

    protected FixedAnswer(string contentType = "application/json")
    {
        _contentType = contentType;
        _bodies = [.. Enum.GetValues<RefusalReason>().Select(reason => Encoding.UTF8.GetBytes(TextFor(reason)))];
    }

    /// <summary>The whole body; it must not depend on the instance.</summary>
    protected abstract string TextFor(RefusalReason reason);

    // Nothing cancels it: whoever hung up must not make an error of a refusal, and a server drops what it can't send.
    protected sealed override Task WriteBodyAsync(HttpContext context, Refusal refusal)
    {
        byte[] body = _bodies[(int)refusal.Reason];
        context.Response.ContentType = _contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
