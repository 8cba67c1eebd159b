namespace HmacKit.Http;

/// <summary>What lies inside a handler: further handlers, and last the one that sends.</summary>
internal static class InnerHandlers
{
    /// <summary>The handlers from <paramref name="handler"/> on, the outermost first.</summary>
    public static IEnumerable<HttpMessageHandler> From(HttpMessageHandler? handler)
    {
        for (; handler is not null; handler = (handler as DelegatingHandler)?.InnerHandler)
        {
            yield return handler;
        }
    }

    /// <summary>Switches automatic redirects off where they are; they would take the request's headers along to wherever a response says.</summary>
    public static void SwitchRedirectsOff(HttpMessageHandler primary, string? clientName)
    {
        try
        {
            switch (From(primary).Last())
            {
                case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                    sockets.AllowAutoRedirect = false;
                    break;
                case HttpClientHandler { AllowAutoRedirect: true } client:
                    client.AllowAutoRedirect = false;
                    break;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException(
                $"The primary handler of the HTTP client '{clientName}' follows redirects by itself and is in use already. Set its AllowAutoRedirect to false where it is made.",
                exception);
        }
    }

    /// <summary>Refuses an inner handler that follows redirects by itself.</summary>
    public static void ThrowIfRedirecting(HttpMessageHandler? inner, string nameOfHandler)
    {
        if (From(inner).LastOrDefault() is SocketsHttpHandler { AllowAutoRedirect: true } or HttpClientHandler { AllowAutoRedirect: true })
        {
            throw new InvalidOperationException(
                $"The inner handler follows redirects by itself, and would take the request's headers along to any place that a response names. Make it without: new {nameOfHandler}(…) {{ InnerHandler = new SocketsHttpHandler {{ AllowAutoRedirect = false }} }}. Redirects within the origin are followed all the same.");
        }
    }
}
