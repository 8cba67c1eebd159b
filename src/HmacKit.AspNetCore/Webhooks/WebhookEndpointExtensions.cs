using System.Diagnostics.CodeAnalysis;
using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Webhook endpoints.</summary>
public static class WebhookEndpointExtensions
{
    /// <summary>
    /// Receives webhooks: each request is verified, before any filter, and answered 200 at once; its event is handled afterwards
    /// from a bounded queue in memory. An event that comes again, by the scheme's own replay rule, is answered 200 and not handled
    /// twice, in this process or in any other that shares the replay store. A full queue, or a store that is away, answers 503 with
    /// <c>Retry-After</c>.
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
    /// <exception cref="InvalidOperationException">The scheme isn't registered, or the replay store can't remember for <see cref="WebhookOptions.RememberFor"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public static IEndpointConventionBuilder MapWebhook(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        string scheme,
        Func<WebhookEvent, CancellationToken, Task> handler,
        Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(handler);
        var options = new WebhookOptions();
        configure?.Invoke(options);
        options.Validate();

        IServiceProvider services = endpoints.ServiceProvider;
        WebhookQueues queues = services.GetService<WebhookQueues>()
            ?? throw new InvalidOperationException($"A webhook is mapped for scheme '{scheme}', but HmacKit isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)) in a project that references HmacKit.AspNetCore.");
        WebhookQueue queue = queues.Add(scheme, handler, options);
        var receiver = new WebhookReceiver(
            services.GetRequiredKeyedService<SignatureScheme>(scheme),
            scheme,
            pattern,
            queue,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category));
        return endpoints.MapPost(pattern, receiver.ReceiveAsync).Require(() => new RequireSignatureAttribute(scheme) { Receiver = receiver });
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
}
