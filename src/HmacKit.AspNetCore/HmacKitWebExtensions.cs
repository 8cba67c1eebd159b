using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what ASP.NET Core applications need beside the schemes.</summary>
public static class HmacKitWebExtensions
{
    /// <summary>Makes the added schemes usable on endpoints, with <c>RequireSignature</c> and its kind.</summary>
    public static HmacKitBuilder ForWeb(this HmacKitBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<HmacKitMetrics>();
        builder.Services.TryAddSingleton<SignatureGates>();
        builder.Services.TryAddSingleton<RefusalDiagnosis>();
        builder.Services.TryAddSingleton<ApiKeyGates>();
        builder.Services.TryAddSingleton<LimitGate>();
        builder.Services.TryAddSingleton<WebhookQueues>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookQueues>(static provider => provider.GetRequiredService<WebhookQueues>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, GuardedApiDescriptions>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Transient<IStartupFilter, EndpointCheck>());
        if (builder.Configuration is { } configuration)
        {
            builder.Services.AddSingleton<IConfigureOptions<SignatureOptions>>(new SignatureSettings(configuration));
        }

        return builder;
    }
}
