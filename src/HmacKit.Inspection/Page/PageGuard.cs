using System.Net;
using Microsoft.AspNetCore.Http;

namespace HmacKit.Inspection;

/// <summary>
/// Who may reach the page: this machine, by an address of its own, from a page of its own. A page elsewhere can give its name our address (DNS rebinding), which the
/// <c>Host</c> that the browser sends gives away, or send requests across sites, which come with another origin and can't set a header of ours.
/// </summary>
internal sealed class PageGuard(bool mayBeRemote)
{
    /// <summary>The header that a call which changes or sends something carries.</summary>
    public const string CallHeader = "X-HmacKit-Inspector";

    /// <summary>Whether a request may see anything at all.</summary>
    public bool LetsIn(HttpContext context) =>
        (mayBeRemote || (IsLoopback(context.Connection.RemoteIpAddress) && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"))
        && context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    /// <summary>Whether a call that changes or sends something comes from the page itself.</summary>
    public static bool IsOwnCall(HttpContext context) =>
        context.Request.Headers[CallHeader] == "1"
        && string.Equals(context.Request.Headers.Origin, $"{context.Request.Scheme}://{context.Request.Host.Value}", StringComparison.OrdinalIgnoreCase)
        && context.Request.ContentType == "application/json";

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
