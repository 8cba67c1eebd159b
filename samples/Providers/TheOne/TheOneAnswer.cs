using System.Text;
using HmacKit.AspNetCore;

namespace Providers.TheOne;

/// <summary>
/// TheOne's errors, in the words of its guide; an unknown key is an invalid signature, so that nobody can list keys. Of a header that is missing
/// it says which.
/// </summary>
internal sealed class TheOneAnswer : RefusalAnswer
{
    private static readonly (string Name, string Text)[] Headers =
        [("X-API-KEY", "Missing API key"), ("X-API-TIMESTAMP", "Missing timestamp"), ("X-API-NONCE", "Missing nonce"), ("X-API-SIGN", "Missing signature")];

    public static TheOneAnswer Instance { get; } = new();

    protected override Task WriteBodyAsync(HttpContext context, Refusal refusal)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"error":"{{TextFor(refusal.Reason, context.Request)}}"}""");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    private static string TextFor(RefusalReason reason, HttpRequest request) => reason switch
    {
        RefusalReason.MissingSignature => Array.Find(Headers, header => !request.Headers.ContainsKey(header.Name)).Text ?? "Missing API key",
        RefusalReason.MissingKey or RefusalReason.Unauthenticated => "Missing API key",
        RefusalReason.TimestampOutsideWindow => "Request timestamp outside allowed window",
        RefusalReason.Replayed => "Nonce has already been used",
        RefusalReason.InvalidKey => "Invalid API key",
        RefusalReason.MissingToken or RefusalReason.InvalidToken => "Unauthorized",
        RefusalReason.InsufficientScope or RefusalReason.CanaryOnly => "Insufficient permissions",
        RefusalReason.HttpsRequired => "HTTPS required",
        RefusalReason.LimitExceeded => "Rate limit exceeded",
        RefusalReason.BodyTooLarge => "Request body too large",
        RefusalReason.BadRequest => "Bad request",
        RefusalReason.RequestTimeout => "Request timeout",
        RefusalReason.Unavailable => "Service unavailable",
        RefusalReason.InternalError => "Internal server error",
        _ => "Invalid signature",
    };
}
