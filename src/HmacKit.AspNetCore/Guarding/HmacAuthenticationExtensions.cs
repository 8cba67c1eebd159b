using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>HMAC authentication, user tokens, and several schemes side by side.</summary>
public static class HmacAuthenticationExtensions
{
    /// <summary>Authenticates callers by a signature.</summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme.</param>
    /// <param name="signatureScheme">The name under which the signature scheme was added; that of the authentication scheme by default.</param>
    public static AuthenticationBuilder AddHmac(this AuthenticationBuilder builder, string authenticationScheme, string? signatureScheme = null) =>
        builder.AddCallers(authenticationScheme, gates => gates.Signature(signatureScheme ?? authenticationScheme));

    /// <summary>
    /// Authenticates callers by their API key: <c>Authorization: Bearer osk_…</c> (RFC 6750 section 2.1), or a header of its own, as
    /// the settings say.
    /// </summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme, and of its settings.</param>
    /// <param name="configure">Changes the settings.</param>
    public static AuthenticationBuilder AddApiKey(
        this AuthenticationBuilder builder, string authenticationScheme = ApiKeyOptions.DefaultName, Action<ApiKeyOptions>? configure = null)
    {
        builder.AddCallers(authenticationScheme, gates => gates.ApiKey(authenticationScheme));
        builder.Services.Configure(authenticationScheme, configure ?? (static _ => { }));
        return builder;
    }

    /// <summary>
    /// Authenticates users by a bearer token (RFC 6750 section 2.1) that your code validates, for example with
    /// <c>UserTokenValidator</c> of HmacKit.Jwt: beside a signature or alone.
    /// </summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme, and of its settings.</param>
    /// <param name="configure">Sets at least <see cref="RequireUserTokenOptions.ValidateToken"/>.</param>
    public static AuthenticationBuilder AddUserToken(
        this AuthenticationBuilder builder, string authenticationScheme, Action<RequireUserTokenOptions> configure)
    {
        builder.AddCallers(authenticationScheme, gates => gates.UserToken(authenticationScheme));
        builder.Services.Configure(authenticationScheme, configure);
        return builder;
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

    private static AuthenticationBuilder AddCallers(this AuthenticationBuilder builder, string authenticationScheme, Func<Gates, Gate> find)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        WebServices.Add(builder.Services);
        builder.Services.TryAddSingleton<CallerSchemes>();
        builder.Services.TryAddTransient<CallerHandler>();
        builder.Services.AddSingleton(new CallerScheme(authenticationScheme, find));
        builder.Services.Configure<AuthenticationOptions>(options => options.AddScheme<CallerHandler>(authenticationScheme, displayName: null));
        return builder;
    }

    private static string? Select(HttpContext context, string? fallback)
    {
        string? first = null;
        Gates gates = context.RequestServices.GetRequiredService<Gates>();
        foreach (CallerScheme scheme in context.RequestServices.GetServices<CallerScheme>())
        {
            first ??= scheme.Name;
            if (scheme.FindGate(gates).IsCarriedBy(context.Request))
            {
                return scheme.Name;
            }
        }

        return fallback ?? first;
    }
}
