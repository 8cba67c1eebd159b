using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Problem details (RFC 9457) that say nothing but the status code.</summary>
internal sealed class ProblemAnswer() : FixedRefusalAnswer("application/problem+json")
{
    protected override string TextFor(RefusalReason reason)
    {
        int code = GetStatusCode(reason);
        string title = code switch
        {
            StatusCodes.Status400BadRequest => "Bad Request",
            StatusCodes.Status403Forbidden => "Forbidden",
            StatusCodes.Status408RequestTimeout => "Request Timeout",
            StatusCodes.Status413PayloadTooLarge => "Content Too Large",
            StatusCodes.Status429TooManyRequests => "Too Many Requests",
            StatusCodes.Status500InternalServerError => "Internal Server Error",
            StatusCodes.Status503ServiceUnavailable => "Service Unavailable",
            _ => "Unauthorized",
        };
        return $$"""{"type":"about:blank","title":"{{title}}","status":{{code}}}""";
    }
}
