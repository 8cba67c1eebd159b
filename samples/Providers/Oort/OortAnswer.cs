using HmacKit.AspNetCore;

namespace Providers.Oort;

/// <summary>OORT's errors. Its codes are 0, 1, 400, 401 and 500; a refusal that has none of these is a business error, 1.</summary>
internal sealed class OortAnswer : FixedRefusalAnswer
{
    public static OortAnswer Instance { get; } = new();

    protected override string TextFor(RefusalReason reason)
    {
        (int code, string message) = reason switch
        {
            RefusalReason.InsufficientScope or RefusalReason.CanaryOnly => (1, "Not allowed"),
            RefusalReason.HttpsRequired => (1, "HTTPS required"),
            RefusalReason.LimitExceeded => (1, "Rate limit exceeded"),
            RefusalReason.BodyTooLarge => (400, "Body too large"),
            RefusalReason.BadRequest or RefusalReason.RequestTimeout => (400, "Bad request"),
            RefusalReason.Unavailable or RefusalReason.InternalError => (500, "Internal server error"),
            _ => (401, "Authentication failed"),
        };
        return $$"""{"code":{{code}},"message":"{{message}}"}""";
    }
}
