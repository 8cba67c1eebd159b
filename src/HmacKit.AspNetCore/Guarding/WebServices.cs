using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>The services that endpoints need beside the engine's. Those that only a web host can make are made when somebody asks for them.</summary>
internal static class WebServices
{
    /// <summary>Adds them, once however often it is called.</summary>
    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HmacKitMetrics>();
        services.TryAddSingleton<Gates>();
        services.TryAddSingleton<BodySpool>();
        services.TryAddSingleton(static provider => new RefusalDiagnosis(
            provider.GetService<IWebHostEnvironment>() ?? provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<IOptions<RefusalDiagnosisOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton(static provider => new WebhookQueues(
            provider,
            provider.GetRequiredService<HmacKitMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookQueues>(static provider => provider.GetRequiredService<WebhookQueues>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DiagnosisWarmUp>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PlainHttpWarning>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, GuardedApiDescriptions>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IStartupFilter, EndpointCheck>());
        return services;
    }
}
