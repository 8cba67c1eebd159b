using HmacKit.AspNetCore;

namespace Providers.OsayCore;

/// <summary>OsayCore's errors. A time outside the window counts as an invalid signature, as its troubleshooting table has it.</summary>
internal sealed class OsayCoreAnswer : FixedRefusalAnswer
{
    public static OsayCoreAnswer Instance { get; } = new();

    protected override string TextFor(RefusalReason reason)
    {
        string error = reason switch
        {
            RefusalReason.MissingSignature or RefusalReason.MissingKey => "Missing API authentication headers",
            RefusalReason.MissingToken or RefusalReason.Unauthenticated => "Unauthorized",
            RefusalReason.InvalidToken => "Authentication token expired/invalid",
            RefusalReason.InvalidKey => "Invalid API key",
            RefusalReason.HttpsRequired => "HTTPS required",
            RefusalReason.InsufficientScope or RefusalReason.CanaryOnly => "Forbidden",
            RefusalReason.LimitExceeded => "Too many requests",
            RefusalReason.BodyTooLarge => "Payload too large",
            RefusalReason.BadRequest => "Bad request",
            RefusalReason.RequestTimeout => "Request timeout",
            RefusalReason.Unavailable => "Service unavailable",
            RefusalReason.InternalError => "Internal server error",
            _ => "Invalid API signature",
        };
        return $$"""{"error":"{{error}}"}""";
    }
}
