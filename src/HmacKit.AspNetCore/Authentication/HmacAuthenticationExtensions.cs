using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>HMAC authentication, user tokens, and several schemes side by side.</summary>
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
        builder.Services.AddSingleton(new SelectableScheme(authenticationScheme, SelectableKind.Hmac));
        return builder.AddScheme<HmacAuthenticationOptions, HmacAuthenticationHandler>(authenticationScheme, configure);
    }

    /// <summary>
    /// Authenticates users by a bearer token (RFC 6750 section 2.1) that your code validates, for example with
    /// <c>UserTokenValidator</c> of HmacKit.Jwt: beside a signature or alone.
    /// </summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme.</param>
    /// <param name="configure">Sets at least <see cref="UserTokenAuthenticationOptions.ValidateToken"/>.</param>
    public static AuthenticationBuilder AddUserToken(
        this AuthenticationBuilder builder, string authenticationScheme, Action<UserTokenAuthenticationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new SelectableScheme(authenticationScheme, SelectableKind.Token));
        return builder.AddScheme<UserTokenAuthenticationOptions, UserTokenAuthenticationHandler>(authenticationScheme, configure);
    }

    /// <summary>
    /// A scheme that stands for all that were added with <c>AddHmac</c>, <c>AddApiKey</c> and <c>AddUserToken</c>: each
    /// request goes to the first of them, in the order of adding, whose headers it carries.
    /// </summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of this scheme, for use as the default one.</param>
    /// <param name="fallback">The scheme for requests with none of the headers; by default the first that was added.</param>
    public static AuthenticationBuilder AddSelectionByHeaders(this AuthenticationBuilder builder, string authenticationScheme, string? fallback = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddPolicyScheme(authenticationScheme, displayName: null, options => options.ForwardDefaultSelector = context => Select(context, fallback));
    }

    /// <summary>Lets only callers through whose key has the scope.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scope">The scope, compared exactly.</param>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, string scope)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireClaim(HmacClaimTypes.Scope, scope);
    }

    /// <summary>
    /// Lets only requests through that each of these authentication schemes accepts, such as an application's signature and
    /// its user's token. The user then has the claims of all of them.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="authenticationSchemes">The schemes, in the order in which a refused caller is told of them.</param>
    public static AuthorizationPolicyBuilder RequireCallers(this AuthorizationPolicyBuilder policy, params string[] authenticationSchemes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(authenticationSchemes);
        ArgumentOutOfRangeException.ThrowIfZero(authenticationSchemes.Length, nameof(authenticationSchemes));
        policy.AddAuthenticationSchemes(authenticationSchemes);
        return policy.AddRequirements(new CallersRequirement(authenticationSchemes));
    }

    private static string? Select(HttpContext context, string? fallback)
    {
        string? first = null;
        foreach (SelectableScheme scheme in context.RequestServices.GetServices<SelectableScheme>())
        {
            first ??= scheme.Name;
            if (scheme.IsIn(context))
            {
                return scheme.Name;
            }
        }

        return fallback ?? first;
    }
}
