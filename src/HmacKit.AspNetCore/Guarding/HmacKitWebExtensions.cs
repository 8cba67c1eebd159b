using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers HmacKit with all that endpoints need. In a project that references this package these are the methods that the compiler
/// takes for <c>services.AddHmacKit(…)</c>, so there is nothing to remember: the engine's own are generic, and these aren't.
/// </summary>
public static class HmacKitWebExtensions
{
    /// <summary>Registers schemes with their keys, and what endpoints, webhooks and authentication need. All settings, and what endpoints ask for, are checked when the host starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">A section with one child per scheme, as the engine's method of this name describes it.</param>
    /// <param name="configure">Adds the schemes.</param>
    /// <exception cref="InvalidOperationException">Two schemes have one name.</exception>
    public static IServiceCollection AddHmacKit(this IServiceCollection services, IConfiguration configuration, Action<HmacKitBuilder> configure)
    {
        HmacKitServiceCollectionExtensions.AddHmacKit(services, configuration, configure);
        services.AddSingleton<IConfigureOptions<SignatureOptions>>(new SignatureSettings(configuration));
        return WebServices.Add(services);
    }

    /// <summary>
    /// Takes signatures, API keys and user tokens over HTTPS only: whatever comes over plain HTTP is refused before it is looked at, and the log says
    /// why. Behind a proxy that speaks plain HTTP to the application put <c>UseForwardedHeaders</c>, which trusts that proxy alone, before.
    /// Settings of a scheme, of keys or of tokens may say otherwise: <see cref="GateOptions{TResult}.RequireHttps"/>.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="isRequired">False to take what comes, as in development.</param>
    public static HmacKitBuilder RequireHttps(this HmacKitBuilder builder, bool isRequired = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<TransportOptions>(options => options.RequireHttps = isRequired);
        return builder;
    }

    /// <summary>Registers schemes whose keys are given in code, with <see cref="SchemeOptions.Keys"/>, and what endpoints need.</summary>
    /// <inheritdoc cref="AddHmacKit(IServiceCollection, IConfiguration, Action{HmacKitBuilder})"/>
    public static IServiceCollection AddHmacKit(this IServiceCollection services, Action<HmacKitBuilder> configure)
    {
        HmacKitServiceCollectionExtensions.AddHmacKit(services, configure);
        return WebServices.Add(services);
    }
}
