using HmacKit.AspNetCore;
using HmacKit.Inspection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The inspector in an application's services.</summary>
public static class SignatureInspectorServiceExtensions
{
    /// <summary>Adds the inspector. It takes down nothing until its page is mapped with <c>MapSignatureInspector</c>, which Development alone allows.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IServiceCollection AddSignatureInspector(this IServiceCollection services, Action<SignatureInspectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApplicationInspector>();
        services.TryAddSingleton<ApplicationRecorder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RecorderStartupFilter>());
        services.AddSingleton<IConfigureOptions<SignatureOptions>>(static provider => provider.GetRequiredService<ApplicationRecorder>());
        services.AddSingleton<IConfigureOptions<ApiKeyOptions>>(static provider => provider.GetRequiredService<ApplicationRecorder>());
        return services;
    }
}
