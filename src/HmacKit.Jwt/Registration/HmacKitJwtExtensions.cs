using HmacKit;
using HmacKit.Jwt;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers user tokens.</summary>
public static class HmacKitJwtExtensions
{
    /// <summary>
    /// Adds user tokens: a <see cref="UserTokenIssuer"/> and a <see cref="UserTokenValidator"/> with keys from the configuration. The
    /// settings are in its <c>UserTokens</c>: <c>Issuer</c>, <c>Audience</c>, <c>Key</c>, <c>DefaultLifetime</c>, <c>MaxLifetime</c>,
    /// <c>ClockSkew</c>, <c>MaxTokenLength</c> and <c>AcceptTokensWithoutKeyId</c>. <c>Key</c> is written as that of a scheme without key ids:
    /// a secret of at least 32 bytes in base64 with a <c>Label</c>, which tokens name as <c>kid</c>, and <c>Accepted</c>, the older ones. Keys are read
    /// again when the configuration changes; an edit with a key that no token could be signed with changes nothing and is logged.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings in code.</param>
    /// <exception cref="InvalidOperationException">They have been added.</exception>
    public static HmacKitBuilder AddUserTokens(this HmacKitBuilder builder, Action<UserTokenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddKeyRing(UserTokenRegistration.SectionName, HmacAlgorithm.Sha256, KeyFormat.Base64, static ring => TokenKeys.FindFault(ring, needsLabels: true));
        return builder.Add(
            static services => services.GetRequiredKeyedService<IKeySource>(UserTokenRegistration.SectionName), ringId: "", configure);
    }

    /// <summary>Adds user tokens whose keys are elsewhere than in the configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="keys">Where the ring is.</param>
    /// <param name="ringId">The ring's id.</param>
    /// <param name="configure">Changes the settings in code.</param>
    /// <exception cref="InvalidOperationException">They have been added.</exception>
    public static HmacKitBuilder AddUserTokens(
        this HmacKitBuilder builder, IKeySource keys, string ringId, Action<UserTokenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(ringId);
        return builder.Add(_ => keys, ringId, configure);
    }

    private static HmacKitBuilder Add(
        this HmacKitBuilder builder, Func<IServiceProvider, IKeySource> getKeys, string ringId, Action<UserTokenOptions>? configure)
    {
        if (builder.Services.Any(static service => service.ServiceType == typeof(UserTokenRegistration)))
        {
            throw new InvalidOperationException("User tokens have been added.");
        }

        builder.Services.AddSingleton(services => new UserTokenRegistration(builder.Configuration, () => getKeys(services), ringId, configure, services));
        builder.Services.AddSingleton(static services => services.GetRequiredService<UserTokenRegistration>().Issuer);
        builder.Services.AddSingleton(static services => services.GetRequiredService<UserTokenRegistration>().Validator);
        return builder.CheckAtStart(static services => services.GetRequiredService<UserTokenRegistration>().Faults);
    }
}
