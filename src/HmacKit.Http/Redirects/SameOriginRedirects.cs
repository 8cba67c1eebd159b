using System.Net;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>
/// Which redirects are followed, by the rules of RFC 9110 section 15.4: those within the origin, each as an attempt of its
/// own. A redirect to another origin isn't followed, and its response goes to the caller. https to http is another origin.
/// </summary>
internal sealed class SameOriginRedirects(int max, ILogger logger)
{
    /// <summary>The most redirects that a handler can be told to follow.</summary>
    public const int MaxRedirects = 50;

    /// <summary>How many redirects a handler follows if it isn't told.</summary>
    public const int DefaultRedirects = 5;

    /// <summary>
    /// Whether a response leads to another place within the origin. If so, the request has become the one to send next, and
    /// the response is disposed.
    /// </summary>
    /// <param name="request">The request as it was sent.</param>
    /// <param name="response">The answer.</param>
    /// <param name="followed">How many redirects were followed before.</param>
    public bool TryFollow(HttpRequestMessage request, HttpResponseMessage response, int followed)
    {
        if (TargetOf(request.RequestUri!, response) is not { } target)
        {
            return false;
        }

        if (!Origin.IsSame(request.RequestUri!, target))
        {
            Log.RedirectLeavesOrigin(logger, response.StatusCode, Origin.Of(request.RequestUri!), Origin.Of(target));
            return false;
        }

        if (followed == max)
        {
            Log.TooManyRedirects(logger, Origin.Of(target), max);
            return false;
        }

        if (BecomesGet(response.StatusCode, request.Method))
        {
            request.Method = HttpMethod.Get;
            request.Content = null;
            request.Headers.TransferEncodingChunked = null;
        }

        request.RequestUri = target;
        response.Dispose();
        return true;
    }

    private static Uri? TargetOf(Uri current, HttpResponseMessage response)
    {
        bool isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return isRedirect
            && response.Headers.Location is { } location
            && Uri.TryCreate(current, location, out Uri? target)
            && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp)
                ? target
                : null;
    }

    // 301 and 302 turn POST into GET because every browser does (RFC 9110 sections 15.4.2 and 15.4.3); 307 and 308 keep all.
    private static bool BecomesGet(HttpStatusCode status, HttpMethod method) => status switch
    {
        HttpStatusCode.SeeOther => method != HttpMethod.Get && method != HttpMethod.Head,
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found => method == HttpMethod.Post,
        _ => false,
    };
}
