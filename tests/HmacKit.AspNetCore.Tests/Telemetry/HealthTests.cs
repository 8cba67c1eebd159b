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
    [InlineData("Healthy Thrown", HealthStatus.Unhealthy)]
    public async Task The_application_is_as_well_as_its_worst_store(string stores, HealthStatus expected)
    {
        string[] all = stores.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapHealthChecks("/health"),
            builder =>
            {
                builder.Services.AddHealthChecks().AddHmacKit(tags: ["ready"]);
                foreach (string store in all)
                {
                    builder.Services.AddSingleton<StoreHealthCheck>(new FixedHealth(store));
                }
            });
        HealthReport report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(expected, report.Status);
        HealthReportEntry entry = Assert.Single(report.Entries, item => item.Key == "hmackit").Value;
        Assert.Equal(all.Length, entry.Data.Count);
        Assert.Equal(all.Where(store => store != "Healthy"), (entry.Description ?? "").Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(text => text[..text.IndexOf(':')]));
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(expected.ToString(), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Two_stores_of_one_name_are_both_told()
    {
        var check = new StoreHealthChecks([new FixedHealth("Degraded"), new FixedHealth("Degraded")]);
        HealthCheckResult result = await check.CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("x", check, HealthStatus.Unhealthy, null) });
        Assert.Equal(2, result.Data.Count);
    }

    private sealed class FixedHealth(string status) : StoreHealthCheck
    {
        public override string Name => status;

        protected override ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken) => status == "Thrown"
            ? throw new IOException("gone")
            : new(new StoreHealth(Enum.Parse<StoreHealthStatus>(status), status == "Healthy" ? null : "because"));
    }
}
