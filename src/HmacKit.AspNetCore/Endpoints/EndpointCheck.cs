using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore;

/// <summary>
/// Makes a wrong requirement of an endpoint stop the host when it starts, and not each request: a scheme, a policy or a setting that
/// isn't there, and a requirement that nothing would enforce.
/// </summary>
internal sealed class EndpointCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (app.ApplicationServices.GetService<EndpointDataSource>() is { } endpoints)
        {
            List<string> faults = [.. endpoints.Endpoints.SelectMany(endpoint => Find(app.ApplicationServices, endpoint)).Distinct(StringComparer.Ordinal)];
            if (faults.Count > 0)
            {
                throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
            }
        }
    };

    private static IEnumerable<string> Find(IServiceProvider services, Endpoint endpoint)
    {
        bool isGuarded = endpoint.Metadata.GetMetadata<EndpointGuard>() is not null;
        bool hasFilters = endpoint.Metadata.GetMetadata<ActionDescriptor>() is not null;
        foreach (object metadata in endpoint.Metadata)
        {
            if (metadata is RequireSignatureAttribute or RequireApiKeyAttribute or RequireLimitAttribute && !isGuarded && !hasFilters)
            {
                yield return $"{endpoint.DisplayName}: {metadata.GetType().Name} is for controllers and actions, and does nothing here: call {metadata.GetType().Name[..^"Attribute".Length]} on the endpoint.";
            }

            string? fault = null;
            try
            {
                Resolve(services, metadata);
            }
            catch (InvalidOperationException exception)
            {
                fault = $"{endpoint.DisplayName}: {exception.Message}";
            }

            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private static void Resolve(IServiceProvider services, object metadata)
    {
        switch (metadata)
        {
            case SignatureMetadata signature:
                services.GetRequiredService<SignatureGates>().Get(signature.Scheme);
                break;
            case RequireSignatureAttribute signature:
                services.GetRequiredService<SignatureGates>().Get(signature.Scheme);
                break;
            case ApiKeyMetadata key:
                services.GetRequiredService<ApiKeyGates>().Get(key.Name);
                break;
            case RequireApiKeyAttribute key:
                services.GetRequiredService<ApiKeyGates>().Get(key.Name);
                break;
            case LimitMetadata limit:
                services.GetRequiredService<LimitGate>().Check(limit.Policy);
                break;
            case RequireLimitAttribute limit:
                services.GetRequiredService<LimitGate>().Check(limit.Policy);
                break;
        }
    }
}
