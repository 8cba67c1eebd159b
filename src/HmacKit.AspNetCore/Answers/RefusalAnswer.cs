using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// What a refused caller is told. Derive from it, or from <see cref="FixedRefusalAnswer"/>, for an API's own error form; the status code
/// and the general headers are set before. Say no more than the form asks for: which check failed helps an attacker.
/// </summary>
public abstract class RefusalAnswer
{
    /// <summary>Problem details (RFC 9457) that say nothing but the status code: the default.</summary>
    public static RefusalAnswer Problem { get; } = new ProblemAnswer();

    /// <summary>No body at all.</summary>
    public static RefusalAnswer Empty { get; } = new EmptyAnswer();

    /// <summary>The media type of the answers, for documents; null if there is none, or none that is always the same.</summary>
    internal virtual string? ContentType => null;

    /// <summary>
    /// The status code for a reason: 401 by default, 403 for a missing scope, canary-only mode and plain HTTP, 413 for a body over the
    /// limit, 429 for an exceeded limit, 400, 408, 500 and 503.
    /// </summary>
    /// <param name="reason">Why the request is refused.</param>
    public virtual int GetStatusCode(RefusalReason reason) => reason switch
    {
        RefusalReason.InsufficientScope or RefusalReason.CanaryOnly or RefusalReason.HttpsRequired => StatusCodes.Status403Forbidden,
        RefusalReason.LimitExceeded => StatusCodes.Status429TooManyRequests,
        RefusalReason.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalReason.BadRequest => StatusCodes.Status400BadRequest,
        RefusalReason.RequestTimeout => StatusCodes.Status408RequestTimeout,
        RefusalReason.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalReason.InternalError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status401Unauthorized,
    };

    /// <summary>Writes the answer, unless the response has started or the caller is gone.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why it is refused.</param>
    public Task WriteAsync(HttpContext context, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(context);
        HttpResponse response = context.Response;
        if (response.HasStarted)
        {
            return Task.CompletedTask;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return Task.CompletedTask;
        }

        int code = GetStatusCode(refusal.Reason);
        response.StatusCode = code;
        long? retryAfter = refusal.RetryAfterSeconds ?? (code == StatusCodes.Status503ServiceUnavailable ? 1 : null);
        if (retryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (code == StatusCodes.Status401Unauthorized && refusal.Challenge is { } challenge)
        {
            response.Headers.WWWAuthenticate = challenge;
        }

        if (code == StatusCodes.Status401Unauthorized && refusal.AcceptSignature is { } asked)
        {
            response.Headers["Accept-Signature"] = asked;
        }

        return WriteBodyAsync(context, refusal);
    }

    /// <summary>Writes the answer for a reason of your own code, in the API's form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">Why the request is refused.</param>
    public Task WriteAsync(HttpContext context, RefusalReason reason) => WriteAsync(context, new Refusal(reason));

    /// <summary>Writes the body of the answer; status code and general headers are set.</summary>
    protected abstract Task WriteBodyAsync(HttpContext context, Refusal refusal);

    private sealed class EmptyAnswer : RefusalAnswer
    {
        protected override Task WriteBodyAsync(HttpContext context, Refusal refusal) => Task.CompletedTask;
    }
}
