using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints that take API keys.</summary>
public static class ApiKeyEndpointExtensions
{
    /// <summary>
    /// Lets only requests with an API key through, without the authentication middleware. Works for minimal APIs, controllers
    /// and groups.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
    /// <param name="name">The name of the settings, <see cref="ApiKeyAuthenticationOptions"/>.</param>
    public static TBuilder RequireApiKey<TBuilder>(
        this TBuilder builder, string? scope = null, string name = ApiKeyAuthenticationOptions.DefaultName)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        builder.Add(endpoint =>
        {
            EndpointGuard.Add(endpoint, new ApiKeyStep(name, scope));
            endpoint.Metadata.Add(new ApiKeyMetadata(name, scope));
        });
        return builder;
    }

    /// <summary>What came of the API key that let this request through; the default, "no", if none did.</summary>
    public static ApiKeyResult GetApiKey(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ApiKeyFeature>()?.Result ?? default;
    }
}
