using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>
/// Makes a wrong requirement stop the host when it starts, and not each request: a scheme, a policy or a setting that isn't there, and
/// a requirement that nothing would enforce.
/// </summary>
internal sealed class EndpointCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        IServiceProvider services = app.ApplicationServices;
        Gates gates = services.GetRequiredService<Gates>();
        List<string> faults = [];
        foreach (Endpoint endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            Check(gates, endpoint, faults);
        }

        foreach (CallerScheme scheme in services.GetServices<CallerScheme>())
        {
            Try($"Authentication scheme '{scheme.Name}'", () => scheme.FindGate(gates), faults);
        }

        if (faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults.Distinct(StringComparer.Ordinal)));
        }
    };

    private static void Check(Gates gates, Endpoint endpoint, List<string> faults)
    {
        var guard = endpoint.Metadata.GetMetadata<EndpointGuard>();
        bool hasFilters = endpoint.Metadata.GetMetadata<ActionDescriptor>() is not null;
        foreach (RequirementAttribute requirement in endpoint.Metadata.GetOrderedMetadata<RequirementAttribute>())
        {
            string name = requirement.GetType().Name[..^nameof(Attribute).Length];
            if (!hasFilters && guard?.Holds(requirement) != true)
            {
                faults.Add($"{endpoint.DisplayName}: the attribute {name} is for controllers and actions, and does nothing here: call {name} on the endpoint.");
            }

            Try(endpoint.DisplayName, () => requirement.Resolve(gates), faults);
        }
    }

    private static void Try(string? place, Action resolve, List<string> faults)
    {
        try
        {
            resolve();
        }
        catch (Exception exception) when (exception is InvalidOperationException or OptionsValidationException)
        {
            faults.Add($"{place}: {exception.Message}");
        }
    }
}
