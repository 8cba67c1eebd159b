using HmacKit.AspNetCore;

namespace Providers.TheOne;

/// <summary>TheOne's four errors, in the words of its guide; an unknown key is an invalid signature, so that nobody can list keys.</summary>
internal sealed class TheOneAnswer : FixedRefusalAnswer
{
    public static TheOneAnswer Instance { get; } = new();

    protected override string TextFor(RefusalReason reason)
    {
        string error = reason switch
        {
            RefusalReason.MissingSignature or RefusalReason.MissingKey or RefusalReason.Unauthenticated => "Missing API key",
            RefusalReason.TimestampOutsideWindow => "Request timestamp outside allowed window",
            RefusalReason.Replayed => "Nonce has already been used",
            RefusalReason.InvalidKey => "Invalid API key",
            RefusalReason.MissingToken or RefusalReason.InvalidToken => "Unauthorized",
            RefusalReason.InsufficientScope or RefusalReason.CanaryOnly => "Insufficient permissions",
            RefusalReason.LimitExceeded => "Rate limit exceeded",
            RefusalReason.BodyTooLarge => "Request body too large",
            RefusalReason.BadRequest => "Bad request",
            RefusalReason.RequestTimeout => "Request timeout",
            RefusalReason.Unavailable => "Service unavailable",
            RefusalReason.InternalError => "Internal server error",
            _ => "Invalid signature",
        };
        return $$"""{"error":"{{error}}"}""";
    }
}
