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
    /// Receives webhooks: each request is verified and answered 200 at once, and its event is handled afterwards from a
    /// bounded queue in memory. An event that comes again, by the scheme's own replay rule, is answered 200 and not handled
    /// twice; it counts as handled only when the handler has succeeded. A full queue answers 503 with <c>Retry-After</c>.
    /// </summary>
    /// <remarks>
    /// The queue is lost if the process ends without being stopped, and each process knows its own events only: a handler
    /// that must not run twice for an event has to see to that itself.
    /// </remarks>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The route, for POST.</param>
    /// <param name="scheme">The name under which the scheme was added.</param>
    /// <param name="handler">Handles an event. If it throws, it is called again, as often as the options say.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">The scheme isn't registered.</exception>
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
            ?? throw new InvalidOperationException($"A webhook is mapped for scheme '{scheme}': call ForWeb() in services.AddHmacKit(hmac => hmac.AddScheme(…).ForWeb()).");
        WebhookQueue queue = queues.Add(scheme, handler, options);
        ReplayRule rule = services.GetRequiredKeyedService<SignatureScheme>(scheme).Replay;
        var receiver = new WebhookReceiver(
            scheme, rule, queue, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category));
        return endpoints.MapPost(pattern, receiver.ReceiveAsync).WithMetadata(new SignatureMetadata(scheme));
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
