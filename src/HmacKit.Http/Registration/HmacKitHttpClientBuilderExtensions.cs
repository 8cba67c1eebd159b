using HmacKit;
using HmacKit.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes clients of IHttpClientFactory sign, wait and authenticate.</summary>
public static class HmacKitHttpClientBuilderExtensions
{
    /// <summary>
    /// Signs every request of this client with a scheme that <c>AddHmacKit</c> registers. The signing handler becomes the
    /// innermost one, wherever this is called, so that every attempt of a retry is signed anew; automatic redirects of the
    /// primary handler are switched off (within the origin they are followed, and signed, by the signing handler); and the
    /// scheme's headers are redacted in the client's logs. The key is looked up for every attempt: a key that was rotated in
    /// the configuration signs from the next request on.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="schemeName">The name under which the scheme was added, such as <c>theone</c>.</param>
    /// <param name="configure">Changes the settings. Its <see cref="TimeProvider"/> is that of the services, if they have one.</param>
    /// <exception cref="InvalidOperationException">The client signs already, or the builder is for all clients.</exception>
    public static IHttpClientBuilder AddHmacSigning(
        this IHttpClientBuilder builder, string schemeName, Action<SigningHandlerOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(schemeName);
        return builder.AddHmacSigning(
            provider => provider.GetKeyedService<RequestSigner>(schemeName)
                ?? throw new InvalidOperationException(
                    $"The HTTP client '{builder.Name}' signs with scheme '{schemeName}', which isn't registered. Call services.AddHmacKit(…, hmac => hmac.AddScheme(…)) with a scheme of that name."),
            provider => provider.GetKeyedService<SignatureScheme>(schemeName),
            configure);
    }

    /// <summary>Signs every request of this client with a signer that is given in code.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="signer">The signer.</param>
    /// <param name="configure">Changes the settings. Its <see cref="TimeProvider"/> is that of the services, if they have one.</param>
    /// <inheritdoc cref="AddHmacSigning(IHttpClientBuilder, string, Action{SigningHandlerOptions}?)" path="/exception"/>
    public static IHttpClientBuilder AddHmacSigning(
        this IHttpClientBuilder builder, RequestSigner signer, Action<SigningHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return builder.AddHmacSigning(_ => signer, _ => signer.Scheme, configure);
    }

    /// <summary>
    /// Sends an API key with every request of this client, to one origin only: the one in the options, or else the client's
    /// <see cref="HttpClient.BaseAddress"/>, or else the origin of its first request. Automatic redirects of the primary
    /// handler are switched off (within the origin they are followed by the handler), and the key is redacted in the
    /// client's logs.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="apiKey">Gets the key, once.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">The client has a key already, or the builder is for all clients.</exception>
    public static IHttpClientBuilder AddApiKey(
        this IHttpClientBuilder builder, Func<IServiceProvider, string?> apiKey, Action<ApiKeyHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(apiKey);
        string name = ClientName<ApiKeyClient>(builder, nameof(AddApiKey));
        builder.Services.AddKeyedSingleton(name, (provider, _) => new ApiKeyClient(name, apiKey(provider), configure));
        builder.AddHttpMessageHandler(provider => provider.GetRequiredKeyedService<ApiKeyClient>(name)
            .CreateHandler(provider.GetService<ILogger<ApiKeyHandler>>()));
        builder.Services.AddOptions<HttpClientFactoryOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            // Last of all, so that it sees the address that the client ends up with.
            options.HttpClientActions.Add(client => provider.GetRequiredKeyedService<ApiKeyClient>(name).Settle(client.BaseAddress));
            LoggedHeaders.Redact(options, header => provider.GetRequiredKeyedService<ApiKeyClient>(name).IsSecret(header));
        });
        AddInnermostHandlers(builder.Services);
        return builder;
    }

    /// <summary>Sends an API key that is given in code. Don't write it into the source: take it from where secrets are kept.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="apiKey">The key, to the letter.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <inheritdoc cref="AddApiKey(IHttpClientBuilder, Func{IServiceProvider, string?}, Action{ApiKeyHandlerOptions}?)" path="/summary|/exception"/>
    public static IHttpClientBuilder AddApiKey(this IHttpClientBuilder builder, string apiKey, Action<ApiKeyHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return builder.AddApiKey(_ => apiKey, configure);
    }

    /// <summary>
    /// Sends an OAuth 2.0 access token with every request of this client, fetched with the client's own credentials and shared
    /// by all its callers: see <see cref="ClientCredentialsHandler"/>. It goes to one origin only, as with <c>AddApiKey</c>, and
    /// <c>Authorization</c> is redacted in the client's logs.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Sets where tokens come from. The <see cref="TimeProvider"/> is that of the services, if they have one.</param>
    /// <exception cref="InvalidOperationException">The client fetches tokens already, or the builder is for all clients.</exception>
    public static IHttpClientBuilder AddClientCredentials(this IHttpClientBuilder builder, Action<IServiceProvider, ClientCredentialsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        string name = ClientName<AccessTokenClient>(builder, nameof(AddClientCredentials));
        builder.Services.AddKeyedSingleton(name, (provider, _) => new AccessTokenClient(
            name, provider.GetService<TimeProvider>(), options => configure(provider, options), provider.GetService<ILogger<ClientCredentialsHandler>>()));
        builder.AddHttpMessageHandler(provider => provider.GetRequiredKeyedService<AccessTokenClient>(name).CreateHandler());
        builder.Services.AddOptions<HttpClientFactoryOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            options.HttpClientActions.Add(client => provider.GetRequiredKeyedService<AccessTokenClient>(name).Settle(client.BaseAddress));
            LoggedHeaders.Redact(options, static header => header.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        });
        AddInnermostHandlers(builder.Services);
        return builder;
    }

    /// <summary>Waits when the server says that a limit is reached, and sends the request again: see <see cref="RateLimitHandler"/>.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Changes the settings. Its <see cref="TimeProvider"/> is that of the services, if they have one.</param>
    public static IHttpClientBuilder AddRateLimitWaiting(this IHttpClientBuilder builder, Action<RateLimitHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddHttpMessageHandler(provider =>
        {
            var options = new RateLimitHandlerOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            configure?.Invoke(options);
            return new RateLimitHandler(options, provider.GetService<ILogger<RateLimitHandler>>());
        });
    }

    private static IHttpClientBuilder AddHmacSigning(
        this IHttpClientBuilder builder,
        Func<IServiceProvider, RequestSigner> signer,
        Func<IServiceProvider, SignatureScheme?> scheme,
        Action<SigningHandlerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string name = ClientName<SigningClient>(builder, nameof(AddHmacSigning));
        builder.Services.AddKeyedSingleton(name, (provider, _) => new SigningClient(() => signer(provider), provider.GetService<TimeProvider>(), configure));
        builder.AddHttpMessageHandler(provider => provider.GetRequiredKeyedService<SigningClient>(name)
            .CreateHandler(provider.GetService<ILogger<SigningHandler>>()));
        builder.Services.AddOptions<HttpClientFactoryOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
            LoggedHeaders.Redact(options, header => LoggedHeaders.IsOf(scheme(provider), header)));
        AddInnermostHandlers(builder.Services);
        return builder;
    }

    /// <summary>The name under which the client's part is registered; refuses a second one, and keys for all clients at once.</summary>
    private static string ClientName<TClient>(IHttpClientBuilder builder, string method)
    {
        if (builder.Name is not { } name)
        {
            throw new InvalidOperationException($"{method} is for one client: call it on AddHttpClient(…). A key for all clients would be shown to every server that the application talks to.");
        }

        return builder.Services.Any(service => service.ServiceType == typeof(TClient) && name.Equals(service.ServiceKey))
            ? throw new InvalidOperationException($"{method} was called twice for the HTTP client '{name}'.")
            : name;
    }

    private static void AddInnermostHandlers(IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, InnermostHandlers>());
}
