namespace HmacKit.Http;

/// <summary>Settings of a <see cref="ClientCredentialsHandler"/>: where tokens come from, and where they may go.</summary>
public sealed class ClientCredentialsOptions
{
    /// <summary>Where tokens are fetched: an absolute https URI, or http on this machine. It must be set.</summary>
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The client's id at the authorization server. It must be set.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret. It must be set; take it from where secrets are kept.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the token is to be for (<c>scope</c>, RFC 6749 section 3.3); none by default, which leaves it to the server.</summary>
    public IReadOnlyCollection<string> Scopes { get; set; } = [];

    /// <summary>Further parameters of the token request, such as <c>audience</c> or <c>resource</c> (RFC 8707); none by default.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether id and secret go into the body of the token request, for servers that take them nowhere else. False, the
    /// default, sends them as <c>Authorization: Basic</c>, which every server has to take (RFC 6749 section 2.3.1).
    /// </summary>
    public bool SendSecretInBody { get; set; }

    /// <summary>
    /// How long before its end a token is renewed, while the old one still serves: zero to 1 hour, and no more than half of
    /// the token's life. The default is 1 minute.
    /// </summary>
    public TimeSpan RenewBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long fetching a token may take: over zero, at most 5 minutes. The default is 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The origin that tokens are sent to: scheme, host and port of this URI. If it is null (the default), that is the
    /// client's <see cref="HttpClient.BaseAddress"/> where AddHttpClient or ConfigureHttpClient sets it, or else the origin of
    /// the first request.
    /// </summary>
    public Uri? Origin { get; set; }

    /// <summary>How many redirects within the origin are followed: 0 to 50. The default is 5.</summary>
    public int MaxRedirects { get; set; } = SameOriginRedirects.DefaultRedirects;

    /// <summary>
    /// True if secret and token may go over plain HTTP to another machine, where everybody on the way can read them: only
    /// within a network that encrypts by itself. False by default.
    /// </summary>
    public bool AllowPlainHttpBecauseTheNetworkIsTrusted { get; set; }

    /// <summary>
    /// Sends the token requests, for a proxy or a client certificate. It mustn't follow redirects by itself. Null (the
    /// default) for one that connects directly.
    /// </summary>
    public HttpMessageHandler? TokenEndpointHandler { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <exception cref="ArgumentException">A setting is missing or wrong. The message says how to fix it, and shows no secret.</exception>
    internal void ThrowIfInvalid()
    {
        if (TokenEndpoint is not { IsAbsoluteUri: true, Scheme: "https" or "http", UserInfo: "" }
            || !(AllowPlainHttpBecauseTheNetworkIsTrusted || Http.Origin.IsProtected(TokenEndpoint)))
        {
            throw new ArgumentException($"{nameof(TokenEndpoint)} is an absolute https URI: over plain HTTP everybody on the way could read the client's secret.");
        }

        if (ClientId.Length == 0 || string.IsNullOrWhiteSpace(ClientSecret))
        {
            throw new ArgumentException($"{nameof(ClientId)} and {nameof(ClientSecret)} must be set: one of them is empty.");
        }

        ArgumentNullException.ThrowIfNull(TimeProvider);
        Http.Origin.ThrowIfNone(Origin, nameof(Origin));
        ThrowIfOutOfBounds(RenewBefore, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(RenewBefore));
        ThrowIfOutOfBounds(Timeout, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5), nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRedirects);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRedirects, SameOriginRedirects.MaxRedirects);
        InnerHandlers.ThrowIfRedirecting(TokenEndpointHandler, nameof(ClientCredentialsHandler));
    }

    private static void ThrowIfOutOfBounds(TimeSpan value, TimeSpan min, TimeSpan max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}
