using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// What a refused caller is told. Derive from it for an API's own error form; the status codes are set before. Say no
/// more than the form asks for: which check failed helps whoever is trying.
/// </summary>
public abstract class RefusalAnswer
{
    /// <summary>Problem details (RFC 9457) that say nothing but the status code: the default.</summary>
    public static RefusalAnswer Problem { get; } = new ProblemAnswer();

    /// <summary>No body at all.</summary>
    public static RefusalAnswer Empty { get; } = new EmptyAnswer();

    /// <summary>The status code for a refusal: 401, 413 for a body over the limit, 503 if the replay store or the key source can't answer.</summary>
    /// <param name="status">Why the request is refused.</param>
    public virtual int GetStatusCode(VerificationStatus status) => status switch
    {
        VerificationStatus.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        VerificationStatus.ReplayStoreUnavailable or VerificationStatus.KeySourceUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status401Unauthorized,
    };

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request, whose response hasn't started.</param>
    /// <param name="status">Why the request is refused.</param>
    public Task WriteAsync(HttpContext context, VerificationStatus status)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        int code = GetStatusCode(status);
        context.Response.StatusCode = code;
        if (code == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return WriteBodyAsync(context, status);
    }

    /// <summary>Writes the body of the answer; status code and general headers are set.</summary>
    protected abstract Task WriteBodyAsync(HttpContext context, VerificationStatus status);

    private sealed class EmptyAnswer : RefusalAnswer
    {
        protected override Task WriteBodyAsync(HttpContext context, VerificationStatus status) => Task.CompletedTask;
    }

    private sealed class ProblemAnswer : RefusalAnswer
    {
        protected override Task WriteBodyAsync(HttpContext context, VerificationStatus status)
        {
            context.Response.ContentType = "application/problem+json";
            return context.Response.Body.WriteAsync(Body(context.Response.StatusCode), context.RequestAborted).AsTask();
        }

        private static ReadOnlyMemory<byte> Body(int code) => code switch
        {
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => Unauthorized,
        };

        private static readonly byte[] Unauthorized = """{"type":"about:blank","title":"Unauthorized","status":401}"""u8.ToArray();
        private static readonly byte[] TooLarge = """{"type":"about:blank","title":"Content Too Large","status":413}"""u8.ToArray();
        private static readonly byte[] Unavailable = """{"type":"about:blank","title":"Service Unavailable","status":503}"""u8.ToArray();
    }
}
