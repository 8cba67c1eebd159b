using HmacKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers HmacKit. The methods are generic so that a package for a host can have ones of its own, which the compiler prefers where the package is there: HmacKit.AspNetCore has.</summary>
public static class HmacKitServiceCollectionExtensions
{
    /// <summary>
    /// Registers schemes with their keys. For each scheme there are, under its name as the service key, a
    /// <see cref="SignatureScheme"/>, an <see cref="IKeySource"/>, a <see cref="RequestVerifier"/> and a
    /// <see cref="RequestSigner"/>. All settings are checked when the host starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// A section with one child per scheme. A child has <c>Key</c> (schemes without key ids) or <c>Keys</c> (one child
    /// per key id); a key has one of <c>Secret</c>, <c>SecretEnvironmentVariable</c> and <c>SecretFile</c>, and optionally
    /// <c>Id</c>, <c>NotBefore</c>, <c>Expires</c>, <c>Disabled</c>, <c>Label</c>, <c>Accepted</c> (a list of older keys),
    /// <c>Owner</c>, <c>Name</c>, <c>Scopes</c>, <c>Tier</c>, <c>Canary</c> and <c>Metadata</c>. Beside them, a scheme may
    /// have <c>MaxAge</c>, <c>MaxSkew</c>, <c>MaxBodyBytes</c>, <c>SigningKeyId</c>, <c>AllowInsecureShortSecrets</c> and, for
    /// HmacKit.AspNetCore, <c>PublicPathPrefix</c>; any other name is a fault. Keys are read again when the configuration changes. Layouts can't be configured.
    /// <c>ApiKeys</c>, <c>SecretProtection</c>, <c>Limits</c> and <c>ReplayMemory</c> are the settings of
    /// <see cref="HmacKitBuilder.AddApiKeys"/>, <see cref="HmacKitBuilder.AddCredentials"/>, <see cref="HmacKitBuilder.AddLimits"/> and
    /// <see cref="HmacKitBuilder.AddReplayMemory"/>.
    /// </param>
    /// <param name="configure">Adds the schemes.</param>
    /// <exception cref="InvalidOperationException">Two schemes have one name.</exception>
    public static TServices AddHmacKit<TServices>(this TServices services, IConfiguration configuration, Action<HmacKitBuilder> configure)
        where TServices : IServiceCollection
    {
        ArgumentNullException.ThrowIfNull(configuration);
        AddHmacKitCore(services, configuration, configure);
        return services;
    }

    /// <summary>Registers schemes whose keys are given in code, with <see cref="SchemeOptions.Keys"/>.</summary>
    /// <inheritdoc cref="AddHmacKit{TServices}(TServices, IConfiguration, Action{HmacKitBuilder})"/>
    public static TServices AddHmacKit<TServices>(this TServices services, Action<HmacKitBuilder> configure)
        where TServices : IServiceCollection
    {
        AddHmacKitCore(services, configuration: null, configure);
        return services;
    }

    private static void AddHmacKitCore(IServiceCollection services, IConfiguration? configuration, Action<HmacKitBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CredentialStore, MemoryCredentialStore>();
        if (!Registered<ProtectionRegistration>.IsIn(services, null))
        {
            _ = new Registered<ProtectionRegistration>(services, null, provider => new ProtectionRegistration(configuration, provider));
            new Registered<ReplayRegistration>(services, null, provider => new ReplayRegistration(configuration, provider))
                .GivesUnlessThereIs<IReplayStore>(static registration => registration.CreateStore());
            foreach (string name in HmacKitBuilder.ReservedNames)
            {
                services.AddSingleton(new KnownSection(name));
            }
        }

        // Given even if its keys are faulty, so that what needs it can look for its own faults.
        services.TryAddSingleton<SecretProtector>(static provider => provider.GetRequiredService<ProtectionRegistration>().Protector);

        // A whole configuration, in place of a section of it, has the settings of all others in it.
        if (configuration is IConfigurationSection section)
        {
            services.AddSingleton<CheckedRegistration>(provider => new SectionCheck(section, provider.GetServices<KnownSection>()));
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StartupCheck.Marker>, StartupCheck>());
        services.AddOptions<StartupCheck.Marker>().ValidateOnStart();
        configure(new HmacKitBuilder(services, configuration));
        StoreComposition.Apply(services);
    }
}
