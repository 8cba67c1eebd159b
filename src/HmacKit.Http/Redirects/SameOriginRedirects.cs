using System.Net;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>
/// Follows redirects within the origin, each as an attempt of its own, by the rules of RFC 9110 section 15.4. A redirect
/// to another origin isn't followed: its response goes to the caller. https to http is another origin.
/// </summary>
internal sealed class SameOriginRedirects(
    int max, ILogger logger, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    /// <summary>Sends, and follows; what is sent last is what the request message says afterwards.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await send(request, cancellationToken).ConfigureAwait(false);
        for (int followed = 0; TargetOf(request.RequestUri!, response) is { } target; followed++)
        {
            if (!Origin.IsSame(request.RequestUri!, target))
            {
                Log.RedirectLeavesOrigin(logger, response.StatusCode, Origin.Of(request.RequestUri!), Origin.Of(target));
                break;
            }

            if (followed == max)
            {
                Log.TooManyRedirects(logger, Origin.Of(target), max);
                break;
            }

            if (BecomesGet(response.StatusCode, request.Method))
            {
                request.Method = HttpMethod.Get;
                request.Content = null;
                request.Headers.TransferEncodingChunked = null;
            }

            response.Dispose();
            request.RequestUri = target;
            response = await send(request, cancellationToken).ConfigureAwait(false);
        }

        return response;
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
