using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.AspNetCore;

/// <summary>All stores of HmacKit as one health check, which is as well as the worst of them.</summary>
internal sealed class StoreHealthChecks(IEnumerable<StoreHealthCheck> stores) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        StoreHealthCheck[] all = [.. stores];
        StoreHealth[] found = await Task.WhenAll(all.Select(store => store.CheckAsync(cancellationToken).AsTask())).ConfigureAwait(false);
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var troubles = new List<string>();
        StoreHealthStatus worst = StoreHealthStatus.Healthy;
        for (int i = 0; i < all.Length; i++)
        {
            string text = found[i].Description is { } description ? $"{found[i].Status}: {description}" : found[i].Status.ToString();

            // Two stores in one server may have one name.
            string name = all[i].Name;
            data[data.ContainsKey(name) ? $"{name} {i}" : name] = text;
            worst = found[i].Status < worst ? found[i].Status : worst;
            if (found[i].Status != StoreHealthStatus.Healthy)
            {
                troubles.Add($"{name}: {found[i].Description ?? text}");
            }
        }

        HealthStatus status = worst switch
        {
            StoreHealthStatus.Healthy => HealthStatus.Healthy,
            StoreHealthStatus.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        return new HealthCheckResult(status, troubles.Count == 0 ? null : string.Join(" | ", troubles), data: data);
    }
}
