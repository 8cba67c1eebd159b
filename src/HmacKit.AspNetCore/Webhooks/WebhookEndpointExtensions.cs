using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using HmacKit;
using HmacKit.AspNetCore;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Webhook endpoints.</summary>
public static class WebhookEndpointExtensions
{
    /// <summary>
    /// Receives webhooks: each request is verified, before any filter, and answered 200 at once; its event is handled afterwards
    /// from a bounded queue in memory. An event that comes again, by what the scheme or the settings tell events by, is answered 200 and not handled
    /// twice, in this process or in any other that shares the replay store. With an inbox (<c>AddWebhookInbox</c>) it is on the disk before it is answered,
    /// and any process with the same database handles it. A full queue, or a store that is away, answers 503 with
    /// <c>Retry-After</c>. The vendor's handshake is answered too, by GET or HEAD where it uses that.
    /// </summary>
    /// <remarks>
    /// The queue is lost if the process ends without being stopped. An event that was given up is handled if it comes again to the
    /// same process, and no other.
    /// </remarks>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The route, for POST.</param>
    /// <param name="scheme">The name under which the scheme was added.</param>
    /// <param name="handler">Handles an event. If it throws, it is called again, as often as the options say.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">The scheme isn't registered, the replay store can't remember for <see cref="WebhookOptions.RememberFor"/>, or the handshake needs a token or consent that isn't set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public static IEndpointConventionBuilder MapWebhook(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string scheme,
        Func<WebhookEvent, CancellationToken, Task> handler,
        Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(endpoints, pattern, scheme, new WebhookHandler.OfAll(handler), configure);
    }

    /// <inheritdoc cref="MapWebhook(IEndpointRouteBuilder, string, string, Func{WebhookEvent, CancellationToken, Task}, Action{WebhookOptions}?)"/>
    public static IEndpointConventionBuilder MapWebhook(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string scheme,
        Func<WebhookEvent, Task> handler,
        Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return endpoints.MapWebhook(pattern, scheme, (webhookEvent, _) => handler(webhookEvent), configure);
    }

    /// <summary>Receives webhooks whose events are all JSON of one kind. A signed body that isn't is answered 400, and never handled.</summary>
    /// <param name="json">How an event is read, from a source-generated context.</param>
    /// <inheritdoc cref="MapWebhook(IEndpointRouteBuilder, string, string, Func{WebhookEvent, CancellationToken, Task}, Action{WebhookOptions}?)"/>
    /// <param name="endpoints"/><param name="pattern"/><param name="scheme"/><param name="handler"/><param name="configure"/>
    public static IEndpointConventionBuilder MapWebhook<T>(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string scheme,
        JsonTypeInfo<T> json,
        Func<T, WebhookEvent, CancellationToken, Task> handler,
        Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(handler);
        return Map(endpoints, pattern, scheme, new TypedHandler<T>(json, handler), configure);
    }

    /// <summary>Receives webhooks whose events are handled by their type: name a handler for each with <see cref="WebhookTypes.On{T}(string, JsonTypeInfo{T}, Func{T, WebhookEvent, Task})"/>.</summary>
    /// <exception cref="InvalidOperationException">As with a handler of all events; or nothing says where the type is.</exception>
    /// <inheritdoc cref="MapWebhook(IEndpointRouteBuilder, string, string, Func{WebhookEvent, CancellationToken, Task}, Action{WebhookOptions}?)"/>
    /// <param name="endpoints"/><param name="pattern"/><param name="scheme"/><param name="configure"/>
    public static WebhookTypes MapWebhook(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string scheme,
        Action<WebhookOptions>? configure = null)
    {
        var types = new WebhookTypes();
        types.Endpoint = Map(endpoints, pattern, scheme, types.Handlers, options =>
        {
            configure?.Invoke(options);
            if (options.EventType is null && endpoints.ServiceProvider.GetKeyedService<SignatureScheme>(scheme) is { EventType: null })
            {
                throw new InvalidOperationException($"Scheme '{scheme}' doesn't say where the type of an event is: set {nameof(WebhookOptions)}.{nameof(WebhookOptions.EventType)}, for example to EventField.Json(\"/type\").");
            }
        });
        return types;
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, string scheme, WebhookHandler handler, Action<WebhookOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var options = new WebhookOptions();
        configure?.Invoke(options);
        options.Validate();

        IServiceProvider services = endpoints.ServiceProvider;
        WebhookQueues queues = services.GetService<WebhookQueues>()
            ?? throw new InvalidOperationException($"A webhook is mapped for scheme '{scheme}', but HmacKit isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)) in a project that references HmacKit.AspNetCore.");
        string name = options.Name ?? pattern;
        WebhookIntake intake = queues.Add(name, scheme, handler.HandleAsync, options);
        HandshakeEndpoint? handshake = Handshake(services, scheme, options);
        var receiver = new WebhookReceiver(
            new WebhookReading(services.GetRequiredKeyedService<SignatureScheme>(scheme), scheme, name, options),
            handler,
            handshake,
            intake,
            options,
            services.GetRequiredService<HmacKitMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category));
        IEndpointConventionBuilder events = endpoints.MapPost(pattern, receiver.ReceiveAsync).Require(() => new RequireSignatureAttribute(scheme) { Receiver = receiver });
        return handshake is null || handshake.Handshake.Method == "POST"
            ? events
            : new WebhookEndpoints(events, endpoints.MapMethods(pattern, [handshake.Handshake.Method], handshake.AnswerAsync));
    }

    /// <summary>The vendor's handshake; null if it has none, or if nobody said what to expect of one that needs consent.</summary>
    private static HandshakeEndpoint? Handshake(IServiceProvider services, string scheme, WebhookOptions options)
    {
        SignatureScheme compiled = services.GetRequiredKeyedService<SignatureScheme>(scheme);
        Handshake? handshake = options.Handshake ?? compiled.Handshake;
        bool isConsented = handshake is not { NeedsConsent: true } || options.AcceptHandshake is not null || (options.HandshakeToken is not null && !handshake.CarriesSecret);
        if (!isConsented && options.Handshake is not null)
        {
            throw new InvalidOperationException($"The handshake of scheme '{scheme}' needs consent: set {nameof(WebhookOptions)}.{(handshake!.CarriesSecret ? "" : $"{nameof(WebhookOptions.HandshakeToken)} to the token that was agreed on with the vendor, or ")}{nameof(WebhookOptions.AcceptHandshake)}.");
        }

        return handshake is null || !isConsented
            ? null
            : new HandshakeEndpoint(
                handshake, services.GetRequiredKeyedService<RequestVerifier>(scheme), options, scheme, services.GetRequiredService<BodySpool>(), services.GetRequiredService<HmacKitMetrics>());
    }
}
