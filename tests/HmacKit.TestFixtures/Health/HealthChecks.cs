using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.TestFixtures;

/// <summary>Health checks as a host runs them.</summary>
public static class HealthChecks
{
    /// <summary>What the check says.</summary>
    public static Task<HealthCheckResult> CheckAsync(this IHealthCheck check, CancellationToken cancellationToken = default) =>
        check.CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("check", check, failureStatus: null, tags: null) }, cancellationToken);

    /// <summary>What the only stores of a host say.</summary>
    public static Task<HealthCheckResult> CheckStoresAsync(this IServiceProvider services) => services.GetServices<SharedStores>().Single().CheckAsync();
}
