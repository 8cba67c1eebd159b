using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Requirements of endpoints, controllers and groups. They are met before any filter runs and before anything of the request is bound,
/// in the order of who is calling and then limits, whatever the order of the calls; the handler can still read the body.
/// </summary>
public static class RequirementExtensions
{
    /// <summary>Lets only signed requests through.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scheme">The name under which the scheme was added.</param>
    /// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
    public static TBuilder RequireSignature<TBuilder>(this TBuilder builder, string scheme, string? scope = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        return builder.Require(() => new RequireSignatureAttribute(scheme) { Scope = scope });
    }

    /// <summary>Lets only requests with an API key through.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
    /// <param name="name">The name of the settings, <see cref="ApiKeyOptions"/>.</param>
    public static TBuilder RequireApiKey<TBuilder>(this TBuilder builder, string? scope = null, string name = ApiKeyOptions.DefaultName)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Require(() => new RequireApiKeyAttribute(scope) { Name = name });
    }

    /// <summary>Lets only requests with a user's bearer token through, which your code validates.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scope">The scope that the token must have, compared exactly; null if any token will do.</param>
    /// <param name="name">The name of the settings, <see cref="RequireUserTokenOptions"/>.</param>
    public static TBuilder RequireUserToken<TBuilder>(this TBuilder builder, string? scope = null, string name = RequireUserTokenOptions.DefaultName)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Require(() => new RequireUserTokenAttribute(scope) { Name = name });
    }

    /// <summary>
    /// Lets only callers through that have budget left, and tells every caller what is left. It counts by the key or token that was
    /// verified; a caller without one counts by address. Several limits on one endpoint must all be kept.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="policy">The name of the limits in <see cref="LimitTiers"/>, such as <c>bulk</c>; null for those of the caller's tier.</param>
    /// <param name="tokens">How many tokens a call takes, 1 by default.</param>
    public static TBuilder RequireLimit<TBuilder>(this TBuilder builder, string? policy = null, int tokens = 1)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        return builder.Require(() => new RequireLimitAttribute(policy) { Tokens = tokens });
    }

    /// <summary>Lets only callers of some tiers through: for what isn't in every plan.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="tiers">The names of the tiers, compared exactly.</param>
    public static TBuilder RequireTier<TBuilder>(this TBuilder builder, params string[] tiers)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(tiers);
        return builder.Require(() => new RequireTierAttribute(tiers));
    }

    /// <summary>The result of the verification that let this request through; the default, "no", if none did.</summary>
    public static VerificationResult GetVerification(this HttpContext context) => CallersOf(context)?.Signature.Accepted ?? default;

    /// <summary>What came of the API key that let this request through; the default, "no", if none did.</summary>
    public static ApiKeyResult GetApiKey(this HttpContext context) => CallersOf(context)?.ApiKey.Accepted ?? default;

    /// <summary>The user whose token let this request through; null if none did.</summary>
    public static KeyIdentity? GetTokenUser(this HttpContext context) => CallersOf(context)?.User.Accepted;

    /// <summary>Each endpoint of a group gets a requirement of its own, since it keeps its gate.</summary>
    internal static TBuilder Require<TBuilder>(this TBuilder builder, Func<RequirementAttribute> create)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => EndpointGuard.Add(endpoint, create()));
        return builder;
    }

    private static Callers? CallersOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<Callers>();
    }
}
