using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// OneRing's errors. Its table calls a time outside the window <c>REPLAY_DETECTED</c>, with 400. What the table doesn't
/// have keeps its usual status code and gets a code of the same kind.
/// </summary>
internal sealed class OneRingAnswer : FixedAnswer
{
    public override int GetStatusCode(RefusalReason reason) =>
        reason is RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow ? StatusCodes.Status400BadRequest : base.GetStatusCode(reason);

    protected override string TextFor(RefusalReason reason)
    {
        (string code, string message) = reason switch
        {
            RefusalReason.MissingSignature or RefusalReason.InvalidSignature or RefusalReason.BodyAlreadyRead => ("INVALID_SIGNATURE", "The signature is invalid."),
            RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow => ("REPLAY_DETECTED", "The timestamp is too old, or the event was delivered before."),
            RefusalReason.InsufficientScope => (ApiKeyErrorCodes.InsufficientScope, "The key lacks the required permission."),
            RefusalReason.CanaryOnly => (ApiKeyErrorCodes.CanaryOnlyMode, "The API is in canary-only mode."),
            RefusalReason.LimitExceeded => ("RATE_LIMIT_EXCEEDED", "The quota is exceeded."),
            RefusalReason.BodyTooLarge => ("PAYLOAD_TOO_LARGE", "The body is too large."),
            RefusalReason.BadRequest => ("BAD_REQUEST", "The request is malformed."),
            RefusalReason.RequestTimeout => ("REQUEST_TIMEOUT", "The body came too slowly."),
            RefusalReason.Unavailable or RefusalReason.InternalError => (ApiKeyErrorCodes.InternalError, "A server error occurred. Try again later."),
            _ => (ApiKeyErrorCodes.InvalidKey, "The key doesn't exist or has expired."),
        };
        return $$"""{"code":"{{code}}","message":"{{message}}"}""";
    }
}
