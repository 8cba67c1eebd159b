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
        IEnumerable<string?> ofEndpoints = services.GetService<EndpointDataSource>()?.Endpoints.SelectMany(endpoint => Check(gates, endpoint)) ?? [];
        IEnumerable<string?> ofSchemes = services.GetServices<CallerScheme>().Select(scheme => Fault($"Authentication scheme '{scheme.Name}'", () => scheme.FindGate(gates)));
        string[] faults = [.. ofEndpoints.Concat(ofSchemes).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (faults.Length > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        }
    };

    private static IEnumerable<string?> Check(Gates gates, Endpoint endpoint)
    {
        var guard = endpoint.Metadata.GetMetadata<EndpointGuard>();
        bool hasFilters = endpoint.Metadata.GetMetadata<ActionDescriptor>() is not null;
        foreach (RequirementAttribute requirement in endpoint.Metadata.GetOrderedMetadata<RequirementAttribute>())
        {
            string name = requirement.GetType().Name[..^nameof(Attribute).Length];
            yield return hasFilters || guard?.Holds(requirement) == true
                ? null
                : $"{endpoint.DisplayName}: the attribute {name} is for controllers and actions, and does nothing here: call {name} on the endpoint.";
            yield return Fault(endpoint.DisplayName, () => requirement.Resolve(gates));
        }
    }

    private static string? Fault(string? place, Action resolve)
    {
        try
        {
            resolve();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or OptionsValidationException)
        {
            return $"{place}: {exception.Message}";
        }
    }
}
