using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.AspNetCore.Tests.Telemetry;

public class HealthTests
{
    [Theory]
    [InlineData("", HealthStatus.Healthy)]
    [InlineData("Healthy", HealthStatus.Healthy)]
    [InlineData("Healthy Degraded", HealthStatus.Degraded)]
    [InlineData("Degraded Unhealthy Healthy", HealthStatus.Unhealthy)]
    public async Task Each_store_has_a_health_check_of_its_own_whatever_the_order_of_the_calls(string stores, HealthStatus expected)
    {
        string[] all = stores.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapHealthChecks("/health"),
            builder =>
            {
                builder.Services.AddHealthChecks().AddHmacKit(tags: ["ready"]);
                foreach (string store in all)
                {
                    builder.Services.AddSingleton<SharedStores>(services => new FixedHealth(store, services));
                }
            });
        HealthReport report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(expected, report.Status);
        Assert.Equal(all.Select(store => "hmackit-" + store).Order(), report.Entries.Keys.Order());
        Assert.All(report.Entries.Values, entry => Assert.Equal(["ready"], entry.Tags));
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(expected.ToString(), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unhealthy_store_counts_as_what_the_application_says()
    {
        await using SignedApp app = await SignedApp.StartAsync(_ => { }, builder =>
        {
            builder.Services.AddSingleton<SharedStores>(services => new FixedHealth("Unhealthy", services));
            builder.Services.AddHealthChecks().AddHmacKit("store:", HealthStatus.Degraded);
        });
        HealthReport report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        HealthReportEntry entry = Assert.Single(report.Entries, item => item.Key == "store:Unhealthy").Value;
        Assert.Equal((HealthStatus.Degraded, "because"), (entry.Status, entry.Description));
    }

    private sealed class FixedHealth(string status, IServiceProvider services) : SharedStores(status, new Settings(), services)
    {
        protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new HealthCheckResult(Enum.Parse<HealthStatus>(Name), Name == "Healthy" ? null : "because"));

        private sealed class Settings() : StoreOptions(StoreRoles.Replay);
    }
}
