using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints through which callers manage keys of their own.</summary>
public static class KeyEndpointExtensions
{
    /// <summary>
    /// Maps <c>POST pattern</c> (issues a key; its secret is shown once), <c>GET pattern</c> (lists the caller's keys, without secrets),
    /// <c>POST pattern/{id}/rotate</c> (a new secret, the old one accepted for a while) and <c>DELETE pattern/{id}</c> (revokes). Nobody sees or changes
    /// anybody else's keys. Whatever is sent gets an answer in the four hundreds at worst.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The path, such as <c>/keys</c>.</param>
    /// <param name="policy">
    /// The authorization policy that a caller must meet. Null only if what is returned is given another requirement at once, such as <c>RequireApiKey("create:keys")</c>:
    /// without one the host doesn't start.
    /// </param>
    /// <param name="configure">What is issued, and how it is written.</param>
    /// <exception cref="InvalidOperationException">What is to be issued isn't registered.</exception>
    public static RouteGroupBuilder MapKeys(this IEndpointRouteBuilder endpoints, string pattern, string? policy, Action<KeyEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new KeyEndpointOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxKeys, 1, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxKeys, 1_000, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DefaultOverlap, TimeSpan.Zero, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.DefaultOverlap, KeyEndpoints.MaxOverlap, nameof(configure));
        IServiceProvider services = endpoints.ServiceProvider;
        CredentialIssuer issuer = options.Scheme is { } scheme
            ? services.GetKeyedService<HmacCredentialIssuer>(scheme) ?? throw new InvalidOperationException($"Credentials of '{scheme}' can't be issued: call AddCredentials(\"{scheme}\") of the registration.")
            : services.GetService<ApiKeyIssuer>() ?? throw new InvalidOperationException("API keys can't be issued: call AddApiKeys() of the registration.");
        foreach (string environment in options.Environments)
        {
            _ = issuer is ApiKeyIssuer keys
                ? keys.ForEnvironment(environment)
                : throw new InvalidOperationException("Environments are for API keys: set HmacCredentialOptions.KeyIdPrefix for credentials of a scheme.");
        }

        var handler = new KeyEndpoints(
            options, issuer, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category), services.GetService<AuditTrail>());
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.MapPost("", (RequestDelegate)handler.IssueAsync);
        group.MapGet("", (RequestDelegate)handler.ListAsync);
        group.MapPost("/{id}/rotate", (RequestDelegate)handler.RotateAsync);
        group.MapDelete("/{id}", (RequestDelegate)handler.RevokeAsync);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(static item => item is RequirementAttribute or Microsoft.AspNetCore.Authorization.IAuthorizeData or Microsoft.AspNetCore.Authorization.AuthorizationPolicy))
            {
                throw new InvalidOperationException($"Anybody could manage keys at '{pattern}': name a policy in MapKeys, or call RequireApiKey, RequireSignature or RequireAuthorization on what it returns.");
            }
        });
        return policy is null ? group : group.RequireAuthorization(policy);
    }
}
