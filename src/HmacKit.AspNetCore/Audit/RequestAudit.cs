using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>What an audit trail says of requests and of keys that endpoints change.</summary>
internal static class RequestAudit
{
    public const string Forbidden = "insufficient_scope";
    public const string PlainHttp = "plain_http";

    private const string Request = "request";

    /// <summary>A request that a gate has looked at.</summary>
    public static AuditEntry Of(HttpContext context, string scheme, string outcome, KeyIdentity? identity) => new()
    {
        Action = Request,
        Outcome = outcome,
        KeyId = identity?.KeyId,
        Owner = identity?.Owner,
        Address = context.Connection.RemoteIpAddress?.ToString(),
        Target = $"{LogText.Of(context.Request.Method)} {LogText.PathOf(context.Request)}",
        Scheme = scheme,
    };

    /// <summary>A key that somebody has issued, rotated or revoked.</summary>
    public static AuditEntry OfKey(HttpContext context, string change, string keyId, string owner)
    {
        Callers callers = Callers.Of(context);
        LimitedCaller caller = LimitedCaller.Of(context, callers);
        KeyIdentity? by = callers.ApiKey.Accepted.Identity ?? callers.Signature.Accepted.Identity ?? callers.User.Accepted;
        return new()
        {
            Action = $"key.{change}",
            Outcome = "done",
            KeyId = by?.KeyId,
            Owner = by?.Owner ?? owner,
            Address = context.Connection.RemoteIpAddress?.ToString(),
            Target = keyId,
            Scheme = caller.Api,
        };
    }
}
