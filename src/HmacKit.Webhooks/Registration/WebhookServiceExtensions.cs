using System.Diagnostics.Metrics;
using HmacKit;
using HmacKit.Http;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the inbox and the outbox of webhooks.</summary>
public static class WebhookServiceExtensions
{
    private const int KeptAnswerBytes = 500;

    /// <summary>Adds a <see cref="WebhookInbox"/>, which <c>MapWebhook</c> uses from then on: events are answered after they are on the disk.</summary>
    /// <param name="services">The services.</param>
    /// <param name="database">The database.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IServiceCollection AddWebhookInbox(this IServiceCollection services, WebhookDatabase database, Action<WebhookInboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        return services.AddWebhookInbox(new SqlInboxStore(database), configure);
    }

    /// <summary>Adds a <see cref="WebhookInbox"/> over a store of your own.</summary>
    /// <param name="services">The services.</param>
    /// <param name="store">The store.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IServiceCollection AddWebhookInbox(this IServiceCollection services, InboxStore store, Action<WebhookInboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(store);
        AddTelemetry(services);
        services.TryAddSingleton(provider =>
        {
            var options = new WebhookInboxOptions();
            configure?.Invoke(options);
            return new WebhookInbox(
                store, options, provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<WebhookMetrics>(), TimeOf(provider), LoggerOf(provider));
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, InboxService>(static provider => new InboxService(provider.GetRequiredService<WebhookInbox>())));
        return services;
    }

    /// <summary>Adds a <see cref="WebhookOutbox"/> over a database that the services know.</summary>
    /// <param name="services">The services.</param>
    /// <param name="database">Finds the database.</param>
    /// <param name="configure">Sets the scheme, and changes the settings.</param>
    public static IServiceCollection AddWebhookOutbox(this IServiceCollection services, Func<IServiceProvider, WebhookDatabase> database, Action<WebhookOutboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(configure);
        AddTelemetry(services);
        services.AddWebhookSending(static options => options.KeptAnswerBytes = KeptAnswerBytes);
        services.TryAddSingleton(provider =>
        {
            var options = new WebhookOutboxOptions();
            configure(options);
            SecretProtector protector = provider.GetService<SecretProtector>()
                ?? throw new InvalidOperationException("The outbox keeps secrets sealed: call services.AddHmacKit(…) and give it a protection key, or register a SecretProtector.");
            return new WebhookOutbox(
                database(provider), options, provider.GetRequiredService<WebhookSender>(), protector, provider.GetRequiredService<WebhookMetrics>(), TimeOf(provider), LoggerOf(provider));
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OutboxService>(static provider => new OutboxService(provider.GetRequiredService<WebhookOutbox>())));
        return services;
    }

    /// <summary>Adds a <see cref="WebhookOutbox"/>, and the <see cref="WebhookSender"/> that it sends with unless there is one. Secrets are sealed by the application's <see cref="SecretProtector"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="database">The database: that of the transactions in which events are enqueued.</param>
    /// <param name="configure">Sets the scheme, and changes the settings.</param>
    public static IServiceCollection AddWebhookOutbox(this IServiceCollection services, WebhookDatabase database, Action<WebhookOutboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(database);
        return services.AddWebhookOutbox(_ => database, configure);
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(static provider => new WebhookMetrics(provider.GetRequiredService<IMeterFactory>()));
    }

    private static TimeProvider TimeOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ILogger LoggerOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? (ILogger)NullLogger.Instance;
}
