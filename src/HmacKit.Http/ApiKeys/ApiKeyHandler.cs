using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>
/// Sends an API key along: <c>Authorization: Bearer …</c>, or a header of another name. The key goes to one origin only
/// (see <see cref="ApiKeyHandlerOptions.Origin"/>), never over plain HTTP to another machine, and never along a redirect
/// that leaves the origin.
/// </summary>
/// <remarks>The inner handler must not follow redirects by itself; within the origin they are followed here. Only the asynchronous methods of HttpClient can be used.</remarks>
public sealed class ApiKeyHandler : DelegatingHandler
{
    private readonly string _headerName;
    private readonly string _headerValue;
    private readonly CredentialOrigin _origin;
    private readonly SameOriginRedirects _redirects;
    private volatile bool _isChecked;
    private bool _followsRedirects;

    /// <summary>A handler that sends this key.</summary>
    /// <param name="apiKey">The key, to the letter.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Told of redirects that weren't followed; nothing by default.</param>
    /// <exception cref="ArgumentException">The key is empty or has characters other than visible ASCII; the header isn't one for requests; or the origin isn't an absolute http or https URI.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of redirects is out of bounds.</exception>
    public ApiKeyHandler(string apiKey, ApiKeyHandlerOptions? options = null, ILogger<ApiKeyHandler>? logger = null)
        : this(apiKey, options ??= new ApiKeyHandlerOptions(), OriginOf(options), logger)
    {
    }

    internal ApiKeyHandler(string apiKey, ApiKeyHandlerOptions options, CredentialOrigin origin, ILogger<ApiKeyHandler>? logger)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRedirects, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRedirects, SameOriginRedirects.MaxRedirects, nameof(options));
        if (apiKey.Length == 0 || apiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("The API key is empty, or has a blank, a line break or another character that no key has. (It isn't shown here.)", nameof(apiKey));
        }

        Origin.ThrowIfNone(options.Origin, nameof(options));
        using var probe = new HttpRequestMessage();
        if (string.IsNullOrEmpty(options.HeaderName) || !probe.Headers.TryAddWithoutValidation(options.HeaderName, "x"))
        {
            throw new ArgumentException($"'{options.HeaderName}' isn't the name of a request header.", nameof(options));
        }

        _headerName = options.HeaderName;
        bool isBearer = _headerName.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        _headerValue = isBearer ? "Bearer " + apiKey : apiKey;
        _origin = origin;
        _redirects = new SameOriginRedirects(options.MaxRedirects, logger ?? NullLogger<ApiKeyHandler>.Instance);
    }

    internal static CredentialOrigin OriginOf(ApiKeyHandlerOptions options) =>
        new("API key", options.Origin, options.AllowPlainHttpBecauseTheNetworkIsTrusted);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The request goes to another origin or over plain HTTP, or the inner handler follows redirects by itself.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_isChecked)
        {
            InnerHandlers.ThrowIfRedirecting(InnerHandler, nameof(ApiKeyHandler));

            // A signing handler further in follows them already, and signs each anew.
            _followsRedirects = !InnerHandlers.From(InnerHandler).Any(static handler => handler is SigningHandler);
            _isChecked = true;
        }

        for (int followed = 0; ; followed++)
        {
            HttpResponseMessage response = await SendWithKeyAsync(request, cancellationToken).ConfigureAwait(false);
            if (!_followsRedirects || !_redirects.TryFollow(request, response, followed))
            {
                return response;
            }
        }
    }

    /// <summary>Not supported, rather than sending without the key.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The API key is sent with the asynchronous methods of HttpClient: use SendAsync, GetAsync and their like.");

    private Task<HttpResponseMessage> SendWithKeyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _origin.ThrowIfNotFor(request);
        RequestHeaders.Set(request, _headerName, _headerValue);
        return base.SendAsync(request, cancellationToken);
    }
}
