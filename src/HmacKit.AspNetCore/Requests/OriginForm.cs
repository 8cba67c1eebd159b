using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Request targets as path and query.</summary>
internal static class OriginForm
{
    /// <summary>
    /// Path and query of an absolute target (RFC 9112 section 3.2.2), still encoded, if they are, to the letter, what the server
    /// routes by. It reads such a target as a URI: without its fragment, with escapes decoded and dot segments resolved.
    /// </summary>
    public static bool TryRead(HttpRequest request, string absolute, out string target)
    {
        target = "";
        int authority = absolute.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return false;
        }

        int start = absolute.AsSpan(authority + 3).IndexOfAny('/', '?');
        target = start < 0 ? "/" : absolute[(authority + 3 + start)..];
        target = target[0] == '/' ? target : "/" + target;
        return target.Equals($"{request.PathBase.Value}{request.Path.Value}{request.QueryString.Value}", StringComparison.Ordinal);
    }
}
