using HmacKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of HmacKit's stores.</summary>
public static class HmacKitHealthExtensions
{
    /// <summary>
    /// Adds a health check for each of the <see cref="SharedStores"/> in the services, such as <c>hmackit-redis</c>, and
    /// for each scheme whose keys are issued, such as <c>hmackit-credentials-theone</c>. It may
    /// be called before or after <c>AddHmacKit</c>.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="failureStatus">What an unhealthy store counts as; unhealthy by default.</param>
    /// <param name="tags">Tags of the checks, such as <c>ready</c>.</param>
    public static IHealthChecksBuilder AddHmacKit(
        this IHealthChecksBuilder builder, string prefix = "hmackit-", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prefix);
        string[] all = [.. tags ?? []];
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProvider>((options, services) =>
        {
            foreach (SharedStores stores in services.GetServices<SharedStores>())
            {
                options.Registrations.Add(new HealthCheckRegistration(prefix + stores.Name, stores, failureStatus, all));
            }

            foreach (HealthCheckRegistration check in services.GetServices<HealthCheckRegistration>())
            {
                options.Registrations.Add(new HealthCheckRegistration(prefix + check.Name, check.Factory, failureStatus, all));
            }
        });
        return builder;
    }
}
