using HmacKit.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what sends webhooks.</summary>
public static class HmacKitWebhookExtensions
{
    /// <summary>Adds a <see cref="WebhookSender"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the settings. Their <see cref="TimeProvider"/> is that of the services, if they have one.</param>
    public static IServiceCollection AddWebhookSending(this IServiceCollection services, Action<WebhookSenderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var options = new WebhookSenderOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            configure?.Invoke(options);
            return new WebhookSender(options, provider.GetService<ILogger<WebhookSender>>());
        });
        return services;
    }
}
