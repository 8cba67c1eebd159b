namespace HmacKit.Http;

/// <summary>Settings of an <see cref="ApiKeyHandler"/>.</summary>
public sealed class ApiKeyHandlerOptions
{
    /// <summary>
    /// The header. <c>Authorization</c>, the default, carries <c>Bearer</c> and the key (RFC 6750 section 2.1); any other
    /// one, such as <c>X-API-Key</c>, carries the key alone.
    /// </summary>
    public string HeaderName { get; set; } = "Authorization";

    /// <summary>
    /// The origin that the key is for: scheme, host and port of this URI. If it is null (the default), that is the
    /// client's <see cref="HttpClient.BaseAddress"/> where AddHttpClient or ConfigureHttpClient sets it, or else the
    /// origin of the first request.
    /// </summary>
    public Uri? Origin { get; set; }

    /// <summary>How many redirects within the origin are followed: 0 to 50. The default is 5.</summary>
    public int MaxRedirects { get; set; } = SameOriginRedirects.DefaultRedirects;

    /// <summary>
    /// True if the key may go over plain HTTP to another machine, where everybody on the way can read it: only within a
    /// network that encrypts by itself. False by default.
    /// </summary>
    public bool AllowPlainHttpBecauseTheNetworkIsTrusted { get; set; }
}
