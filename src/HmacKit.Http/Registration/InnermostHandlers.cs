using Microsoft.Extensions.Http;

namespace HmacKit.Http;

/// <summary>
/// Puts the signing handler last, and the handlers of an API key or access token before it, wherever they were added: what a handler further in
/// sends again would carry a used nonce. The factory's own logging, which sends nothing, stays further in still.
/// </summary>
internal sealed class InnermostHandlers : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        IList<DelegatingHandler> handlers = builder.AdditionalHandlers;
        DelegatingHandler[] innermost = [.. handlers.OfType<ApiKeyHandler>(), .. handlers.OfType<ClientCredentialsHandler>(), .. handlers.OfType<SigningHandler>()];
        foreach (DelegatingHandler handler in innermost)
        {
            handlers.Remove(handler);
            handlers.Add(handler);
        }

        if (innermost.Length > 0)
        {
            InnerHandlers.SwitchRedirectsOff(builder.PrimaryHandler, builder.Name);
        }
    };
}
