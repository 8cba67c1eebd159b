using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Limits on endpoints and on addresses.</summary>
public static class LimitEndpointExtensions
{
    /// <summary>
    /// Lets only callers through that have budget left, and tells every caller what is left. It counts by the key that
    /// <c>RequireSignature</c>, <c>RequireApiKey</c> or an authentication handler has verified, in whatever order they are
    /// asked for; a caller without a key counts by address. Several limits on one endpoint must all be kept.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="policy">The name of the limits in <see cref="LimitTiers"/>, such as <c>bulk</c>; null for those of the caller's tier.</param>
    /// <param name="tokens">How many tokens a call takes, 1 by default.</param>
    public static TBuilder RequireLimit<TBuilder>(this TBuilder builder, string? policy = null, int tokens = 1)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        builder.Add(endpoint =>
        {
            EndpointGuard.Add(endpoint, new LimitStep(policy, tokens));
            endpoint.Metadata.Add(new LimitMetadata(policy, tokens));
        });
        return builder;
    }

    /// <summary>
    /// Lets only so many requests of one address through, before anything else looks at them: put it before
    /// <c>UseAuthentication</c>. Of an IPv6 address the first 64 bits count. Behind a proxy all requests come from the proxy's
    /// address, unless <c>UseForwardedHeaders</c> stands before and trusts that proxy alone.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="policy">The name of the limits in <see cref="LimitTiers"/>.</param>
    /// <exception cref="KeyNotFoundException">There are no such limits.</exception>
    public static IApplicationBuilder UseAddressLimit(this IApplicationBuilder app, string policy)
    {
        ArgumentNullException.ThrowIfNull(app);
        LimitGate gate = LimitGate.Find(app.ApplicationServices);
        _ = app.ApplicationServices.GetRequiredService<LimitTiers>()[policy];
        return app.Use(next => async context =>
        {
            if (await gate.TryPassByAddressAsync(context, policy).ConfigureAwait(false))
            {
                await next(context).ConfigureAwait(false);
            }
        });
    }
}
