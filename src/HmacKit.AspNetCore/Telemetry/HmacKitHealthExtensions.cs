using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of HmacKit's stores.</summary>
public static class HmacKitHealthExtensions
{
    /// <summary>
    /// Adds a health check of every <see cref="StoreHealthCheck"/> in the services: those of the packages with stores, and your
    /// own. It is as well as the worst of them; its data has each by name. Without such stores it is healthy.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What an unhealthy store counts as; unhealthy by default.</param>
    /// <param name="tags">Tags of the check, such as <c>ready</c>.</param>
    public static IHealthChecksBuilder AddHmacKit(
        this IHealthChecksBuilder builder, string name = "hmackit", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static services => new StoreHealthChecks(services.GetServices<StoreHealthCheck>()), failureStatus, tags));
    }
}
