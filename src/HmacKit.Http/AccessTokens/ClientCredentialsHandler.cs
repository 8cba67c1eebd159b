using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>
/// Sends an OAuth 2.0 access token along (<c>Authorization: Bearer …</c>, RFC 6750) that it fetches with the client's own
/// credentials (RFC 6749 section 4.4). One token serves all callers until shortly before its end, when it is renewed once. It
/// goes to one origin only, never over plain HTTP to another machine, and never along a redirect that leaves the origin.
/// </summary>
/// <remarks>
/// A 401 to a token that has served for a while gets a new token and one more attempt, if the content can be sent again.
/// The inner handler must not follow redirects by itself; within the origin they are followed here. Only the asynchronous
/// methods of HttpClient can be used.
/// </remarks>
public sealed class ClientCredentialsHandler : DelegatingHandler
{
    private readonly AccessTokenSource _tokens;
    private readonly bool _ownsTokens;
    private readonly CredentialOrigin _origin;
    private readonly SameOriginRedirects _redirects;
    private volatile bool _isChecked;

    /// <summary>A handler with a token of its own. Handlers that are to share one come from <c>AddClientCredentials</c>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Told of tokens that didn't come and redirects that weren't followed; nothing by default.</param>
    /// <exception cref="ArgumentException">A setting is missing or out of bounds.</exception>
    public ClientCredentialsHandler(ClientCredentialsOptions options, ILogger<ClientCredentialsHandler>? logger = null)
        : this(new AccessTokenSource(Checked(options), Log(logger)), OriginOf(options), options.MaxRedirects, logger)
    {
        _ownsTokens = true;
    }

    internal ClientCredentialsHandler(AccessTokenSource tokens, CredentialOrigin origin, int maxRedirects, ILogger<ClientCredentialsHandler>? logger)
    {
        _tokens = tokens;
        _origin = origin;
        _redirects = new SameOriginRedirects(maxRedirects, Log(logger));
    }

    internal static CredentialOrigin OriginOf(ClientCredentialsOptions options) =>
        new("access token", options.Origin, options.AllowPlainHttpBecauseTheNetworkIsTrusted);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The request goes to another origin or over plain HTTP, or the inner handler follows redirects by itself.</exception>
    /// <exception cref="HttpRequestException">No token came, or the request failed.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_isChecked)
        {
            InnerHandlers.ThrowIfRedirecting(InnerHandler, nameof(ClientCredentialsHandler));
            _isChecked = true;
        }

        for (int followed = 0; ; followed++)
        {
            HttpResponseMessage response = await SendWithTokenAsync(request, cancellationToken).ConfigureAwait(false);
            if (!_redirects.TryFollow(request, response, followed))
            {
                return response;
            }
        }
    }

    /// <summary>Not supported, rather than sending without the token.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The access token is sent with the asynchronous methods of HttpClient: use SendAsync, GetAsync and their like.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsTokens)
        {
            _tokens.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _origin.ThrowIfNotFor(request);
        AccessToken token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        RequestHeaders.Set(request, "Authorization", token.Header);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        bool canSendAgain = request.Content is not { } content || ContentBytes.HoldsItsBytes(content);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !_tokens.TryForget(token) || !canSendAgain)
        {
            return response;
        }

        response.Dispose();
        AccessToken fresh = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        RequestHeaders.Set(request, "Authorization", fresh.Header);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static ILogger Log(ILogger<ClientCredentialsHandler>? logger) => logger ?? NullLogger<ClientCredentialsHandler>.Instance;

    private static ClientCredentialsOptions Checked(ClientCredentialsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        return options;
    }
}
