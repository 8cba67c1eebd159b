using HmacKit.AspNetCore;

namespace Providers.OneRing;

/// <summary>
/// OneRing's errors. Its table calls a time outside the window <c>REPLAY_DETECTED</c>, with 400. What the table doesn't
/// have keeps its usual status code and gets a code of the same kind.
/// </summary>
internal sealed class OneRingAnswer : FixedRefusalAnswer
{
    public static OneRingAnswer Instance { get; } = new();

    public override int GetStatusCode(RefusalReason reason) =>
        reason is RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow ? StatusCodes.Status400BadRequest : base.GetStatusCode(reason);

    protected override string TextFor(RefusalReason reason)
    {
        (string code, string message) = reason switch
        {
            RefusalReason.MissingSignature or RefusalReason.InvalidSignature or RefusalReason.BodyAlreadyRead => ("INVALID_SIGNATURE", "The signature is invalid."),
            RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow => ("REPLAY_DETECTED", "The timestamp is too old, or the event was delivered before."),
            RefusalReason.InsufficientScope => (OneRingErrorCodes.InsufficientScope, "The key lacks the required permission."),
            RefusalReason.HttpsRequired => ("HTTPS_REQUIRED", "Use HTTPS."),
            RefusalReason.CanaryOnly => (OneRingErrorCodes.CanaryOnlyMode, "The API is in canary-only mode."),
            RefusalReason.LimitExceeded => ("RATE_LIMIT_EXCEEDED", "The quota is exceeded."),
            RefusalReason.BodyTooLarge => ("PAYLOAD_TOO_LARGE", "The body is too large."),
            RefusalReason.BadRequest => ("BAD_REQUEST", "The request is malformed."),
            RefusalReason.RequestTimeout => ("REQUEST_TIMEOUT", "The body came too slowly."),
            RefusalReason.Unavailable or RefusalReason.InternalError => (OneRingErrorCodes.InternalError, "A server error occurred. Try again later."),
            _ => (OneRingErrorCodes.InvalidKey, "The key doesn't exist or has expired."),
        };
        return $$"""{"code":"{{code}}","message":"{{message}}"}""";
    }
}
