using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>HMAC authentication.</summary>
public static class HmacAuthenticationExtensions
{
    /// <summary>Authenticates callers by a signature of the scheme that was added under the same name.</summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme, and, unless the options say otherwise, of the signature scheme.</param>
    /// <param name="configure">Changes the settings.</param>
    public static AuthenticationBuilder AddHmac(
        this AuthenticationBuilder builder, string authenticationScheme, Action<HmacAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddScheme<HmacAuthenticationOptions, HmacAuthenticationHandler>(authenticationScheme, configure);
    }

    /// <summary>Lets only callers through whose key has the scope.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scope">The scope, compared exactly.</param>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, string scope)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireClaim(HmacClaimTypes.Scope, scope);
    }
}
