namespace HmacKit.AspNetCore;

/// <summary>Request targets as path and query.</summary>
internal static class OriginForm
{
    /// <summary>
    /// Path and query of a raw target, still encoded. Proxies may send the absolute form (RFC 9112 section 3.2.2); signers
    /// sign the origin form.
    /// </summary>
    public static string Of(string rawTarget)
    {
        if (rawTarget.StartsWith('/'))
        {
            return rawTarget;
        }

        int authority = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return rawTarget;
        }

        int path = rawTarget.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0)
        {
            return "/";
        }

        string target = rawTarget[(authority + 3 + path)..];
        return target[0] == '/' ? target : "/" + target;
    }
}
