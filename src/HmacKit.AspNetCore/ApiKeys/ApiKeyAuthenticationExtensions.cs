using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>API-key authentication.</summary>
public static class ApiKeyAuthenticationExtensions
{
    /// <summary>Authenticates callers by an API key: <c>Authorization: Bearer osk_…</c>, or a header of its own.</summary>
    /// <param name="builder">The authentication.</param>
    /// <param name="authenticationScheme">The name of the authentication scheme.</param>
    /// <param name="configure">Changes the settings.</param>
    public static AuthenticationBuilder AddApiKey(
        this AuthenticationBuilder builder,
        string authenticationScheme = ApiKeyAuthenticationOptions.DefaultName,
        Action<ApiKeyAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new SelectableScheme(authenticationScheme, SelectableKind.ApiKey));
        return builder.AddScheme<ApiKeyAuthenticationOptions, ApiKeyAuthenticationHandler>(authenticationScheme, configure);
    }
}
