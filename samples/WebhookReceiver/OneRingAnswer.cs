using HmacKit.AspNetCore;

namespace WebhookReceiver;

/// <summary>Refusals in the form of OneRing's document: <c>INVALID_SIGNATURE</c> with 401, and <c>REPLAY_DETECTED</c> with 400 for a time outside the window.</summary>
internal sealed class OneRingAnswer : FixedRefusalAnswer
{
    public static OneRingAnswer Instance { get; } = new();

    public override int GetStatusCode(RefusalReason reason) =>
        reason is RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow ? StatusCodes.Status400BadRequest : base.GetStatusCode(reason);

    protected override string TextFor(RefusalReason reason)
    {
        (string code, string message) = reason switch
        {
            RefusalReason.Replayed or RefusalReason.TimestampOutsideWindow => ("REPLAY_DETECTED", "The timestamp is outside the window."),
            RefusalReason.BodyTooLarge => ("PAYLOAD_TOO_LARGE", "The body is too large."),
            RefusalReason.BadRequest => ("BAD_REQUEST", "The event isn't the JSON that it should be."),
            RefusalReason.RequestTimeout => ("REQUEST_TIMEOUT", "The body came too slowly."),
            RefusalReason.Unavailable or RefusalReason.InternalError => ("INTERNAL_ERROR", "A server error occurred. Try again later."),
            _ => ("INVALID_SIGNATURE", "The signature is invalid."),
        };
        return $$"""{"code":"{{code}}","message":"{{message}}"}""";
    }
}
