using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// How an application meets and answers requests with a user's bearer token (RFC 6750 section 2.1), for <c>RequireUserToken</c> and
/// <c>AddUserToken</c> alike, by their name; <c>UserToken</c> where none is said.
/// </summary>
public sealed class RequireUserTokenOptions : GateOptions<KeyIdentity?>
{
    internal const string DefaultName = "UserToken";

    /// <summary>
    /// Validates a token and says whose it is, or null to refuse it. It must refuse, and not throw, whatever the text is; tokens of over
    /// 8192 characters are refused before. With HmacKit.Jwt:
    /// <c>async (context, token) => (await validator.ValidateAsync(token, context.RequestAborted)).Identity</c>.
    /// </summary>
    public Func<HttpContext, string, ValueTask<KeyIdentity?>>? ValidateToken { get; set; }
}
