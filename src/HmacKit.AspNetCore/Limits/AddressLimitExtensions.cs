using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Limits on addresses.</summary>
public static class AddressLimitExtensions
{
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
        LimitGate gate = Gates.Of(app.ApplicationServices).Limit();
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
