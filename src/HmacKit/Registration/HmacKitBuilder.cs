using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>Adds schemes, credentials, API keys and limits to an application.</summary>
public sealed class HmacKitBuilder
{
    /// <summary>The sections that aren't a scheme's.</summary>
    internal static readonly string[] ReservedNames = [ApiKeyRegistration.SectionName, ProtectionRegistration.SectionName, LimitRegistration.SectionName, ReplayRegistration.SectionName, "UserTokens"];

    internal HmacKitBuilder(IServiceCollection services, IConfiguration? configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    /// <summary>The application's services, for packages that extend HmacKit.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The section that <c>AddHmacKit</c> was given, for packages that extend HmacKit; null if there is none.</summary>
    public IConfiguration? Configuration { get; }

    /// <summary>Adds a scheme under its own name.</summary>
    /// <param name="scheme">The scheme, such as <see cref="SchemeCatalog.OneRing"/>.</param>
    /// <param name="configure">Sets its keys and limits in code, in place of or beside the configuration.</param>
    /// <exception cref="InvalidOperationException">A scheme of that name has been added.</exception>
    public HmacKitBuilder AddScheme(SignatureScheme scheme, Action<SchemeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return AddScheme(scheme.Name, scheme, configure);
    }

    /// <summary>Adds a scheme under a name of your own, for using one scheme with several sets of keys.</summary>
    /// <param name="name">The name, which is the service key and the name in the configuration.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="configure">Sets its keys and limits in code, in place of or beside the configuration.</param>
    /// <exception cref="InvalidOperationException">A scheme of that name has been added, or the name is that of another part of the configuration.</exception>
    public HmacKitBuilder AddScheme(string name, SignatureScheme scheme, Action<SchemeOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(scheme);
        if (HasScheme(name))
        {
            throw new InvalidOperationException($"Two schemes are named '{name}'. Give one of them a name of its own: AddScheme(\"{name}-2\", scheme).");
        }

        if (ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"'{name}' is the name of another part of the configuration. Give the scheme a name of its own: AddScheme(\"my-{name}\", scheme).");
        }

        IConfigurationSection? section = Configuration?.GetSection(name);
        Services.AddKeyedSingleton(name, scheme);
        new Registered<SchemeRegistration>(Services, name, provider => new SchemeRegistration(name, scheme, section, configure, provider))
            .Gives(static registration => registration.Keys)
            .Gives(static registration => registration.CreateVerifier())
            .GivesEachTime(static registration => registration.CreateSigner());
        return AddSection(name);
    }

    /// <summary>
    /// Lets keys of a scheme be issued: adds a <see cref="HmacCredentialIssuer"/> under the scheme's name, and its keys
    /// beside those of the configuration. They are kept in the <see cref="CredentialStore"/> of the services, which is
    /// in memory unless another one is added, sealed by the <see cref="SecretProtector"/>, whose keys are in the
    /// configuration's <c>SecretProtection</c>.
    /// </summary>
    /// <param name="name">The name under which the scheme was added.</param>
    /// <param name="configure">Sets the prefix of key ids.</param>
    /// <exception cref="InvalidOperationException">There is no scheme of that name yet, or its keys can be issued already.</exception>
    public HmacKitBuilder AddCredentials(string name, Action<HmacCredentialOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!HasScheme(name) || Has<CredentialRegistration>(name))
        {
            throw new InvalidOperationException($"Add a scheme named '{name}' first, and its credentials once.");
        }

        new Registered<CredentialRegistration>(Services, name, provider => new CredentialRegistration(name, configure, provider))
            .Gives(static registration => registration.Issuer!);
        Services.AddSingleton(provider => new HealthCheckRegistration(
            $"credentials-{name}", new SealedSecretsHealthCheck(provider.GetRequiredKeyedService<HmacCredentialIssuer>(name)), failureStatus: null, tags: null));
        return this;
    }

    /// <summary>
    /// Adds API keys: an <see cref="ApiKeyVerifier"/> and an <see cref="ApiKeyIssuer"/> over the <see cref="CredentialStore"/>
    /// of the services, which is in memory unless another one is added. The settings are in the configuration's <c>ApiKeys</c>:
    /// <c>Prefix</c>, <c>CanaryOnly</c>, <c>LastUseResolution</c> and <c>InsecureFixedTestKeys</c>.
    /// </summary>
    /// <param name="configure">Changes the settings in code.</param>
    /// <exception cref="InvalidOperationException">They have been added.</exception>
    public HmacKitBuilder AddApiKeys(Action<ApiKeyVerifierOptions>? configure = null)
    {
        if (Has<ApiKeyRegistration>(null))
        {
            throw new InvalidOperationException("API keys have been added.");
        }

        new Registered<ApiKeyRegistration>(Services, null, provider => new ApiKeyRegistration(Configuration, configure, provider))
            .Gives(static registration => registration.Verifier!)
            .Gives(static registration => registration.Issuer!);
        Services.AddSingleton(static provider => new HealthCheckRegistration(
            "key-age",
            new KeyAgeHealthCheck(
                provider.GetRequiredService<CredentialStore>(),
                provider.GetRequiredService<ApiKeyRegistration>().OldAfter ?? TimeSpan.MaxValue,
                provider.GetRequiredService<TimeProvider>()),
            failureStatus: null,
            tags: null));
        return this;
    }

    /// <summary>
    /// Adds an <see cref="AuditTrail"/>: with it, what asks for signatures, keys or tokens is written down, and each key that is issued, rotated or revoked by an endpoint.
    /// It is disposed of, and so written to its end, when the host's services are.
    /// </summary>
    /// <param name="createStore">Makes the store, such as <c>_ => new SqliteAuditStore("audit.db")</c>.</param>
    /// <param name="configure">Sets retention, capacity and the key of the chain.</param>
    public HmacKitBuilder AddAudit(Func<IServiceProvider, AuditStore> createStore, Action<AuditOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(createStore);
        Services.TryAddSingleton(createStore);
        Services.TryAddSingleton(provider =>
        {
            var options = new AuditOptions { TimeProvider = provider.GetRequiredService<TimeProvider>() };
            configure?.Invoke(options);
            return new AuditTrail(provider.GetRequiredService<AuditStore>(), options, provider.GetService<ILoggerFactory>()?.CreateLogger(Log.Category));
        });
        return this;
    }

    /// <summary>
    /// Adds limits: the <see cref="LimitTiers"/>, and an <see cref="ITokenBucketStore"/> in memory unless another one is
    /// there. The settings are in the configuration's <c>Limits</c>: <c>Tiers</c>, <c>FallbackTier</c> and <c>MaxBuckets</c>. A tier has
    /// <c>PerSecond</c>, <c>PerMinute</c>, <c>PerHour</c> or <c>PerDay</c>, or several of them, and <c>Limits</c>, a list of
    /// limits with <c>Tokens</c>, <c>Period</c>, <c>Capacity</c> and <c>Name</c>. Tiers are read again when the configuration
    /// changes; an edit with a fault in it changes nothing and is logged.
    /// </summary>
    /// <param name="configure">Sets tiers in code, beside those of the configuration.</param>
    /// <exception cref="InvalidOperationException">They have been added.</exception>
    public HmacKitBuilder AddLimits(Action<LimitOptions>? configure = null)
    {
        if (Has<LimitRegistration>(null))
        {
            throw new InvalidOperationException("Limits have been added.");
        }

        new Registered<LimitRegistration>(Services, null, provider => new LimitRegistration(Configuration, configure, provider))
            .Gives(static registration => registration.Tiers)
            .GivesUnlessThereIs<ITokenBucketStore>(static registration => registration.CreateBuckets());
        return this;
    }

    /// <summary>
    /// Sets how the replay memory is made, which is there unless another <see cref="IReplayStore"/> is. The settings are in the
    /// configuration's <c>ReplayMemory</c> too: <c>Capacity</c> and <c>RefuseSignedBeforeStart</c>.
    /// </summary>
    /// <param name="configure">Changes the settings in code.</param>
    public HmacKitBuilder AddReplayMemory(Action<MemoryReplayStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new ReplayRegistration.Settings(configure));
        return this;
    }

    /// <summary>
    /// Adds a ring of keys that isn't a scheme's, for packages that extend HmacKit: an <see cref="IKeySource"/> under the name as
    /// the service key, which gives the ring for the empty key id. The keys are in the configuration's section of that name, as
    /// <c>Key</c>, written as those of a scheme without key ids, and are read again when it changes.
    /// </summary>
    /// <param name="name">The service key and the section.</param>
    /// <param name="algorithm">The algorithm of the keys.</param>
    /// <param name="format">How their secrets are written.</param>
    /// <param name="findFault">Says what speaks against a ring, in words that tell how to fix it, or null if nothing does. An edit that gives such a ring changes nothing.</param>
    /// <exception cref="InvalidOperationException">A ring of that name has been added.</exception>
    public HmacKitBuilder AddKeyRing(string name, HmacAlgorithm algorithm, KeyFormat format, Func<KeyRing, string?>? findFault = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(format);
        if (HasScheme(name) || Has<KeyRingRegistration>(name))
        {
            throw new InvalidOperationException($"'{name}' has been added.");
        }

        var layout = new KeyLayout(name, algorithm, format, HasKeyId: false) { FindFault = findFault };
        new Registered<KeyRingRegistration>(Services, name, provider => new KeyRingRegistration(name, layout, Configuration, provider))
            .Gives(static registration => registration.Keys!);
        return AddSection(name);
    }

    /// <summary>Adds a check of settings that is made before the host starts, for packages that extend HmacKit. The host doesn't start if it finds anything.</summary>
    /// <param name="findFaults">Finds what is wrong, each with the name of the setting and how to fix it. No secrets.</param>
    public HmacKitBuilder CheckAtStart(Func<IServiceProvider, IEnumerable<string>> findFaults)
    {
        ArgumentNullException.ThrowIfNull(findFaults);
        Services.AddSingleton<CheckedRegistration>(provider => new CheckRegistration(findFaults, provider));
        return this;
    }

    /// <summary>Says that a package reads a section of <see cref="Configuration"/>. The host doesn't start if there is one that nobody reads.</summary>
    /// <param name="name">The section's name, whatever its case.</param>
    public HmacKitBuilder AddSection(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Services.AddSingleton(new KnownSection(name));
        return this;
    }

    /// <summary>
    /// Keeps in a store what <see cref="StoreOptions.Keeps"/> says, in the place of memory, for packages with stores. It is checked when the host starts. The order of these
    /// calls, and of those beside them, doesn't matter.
    /// </summary>
    /// <typeparam name="TOptions">Their settings.</typeparam>
    /// <typeparam name="TStores">The stores.</typeparam>
    /// <param name="use">The name of the method that the application calls, such as <c>UseRedis</c>.</param>
    /// <param name="configure">What the application changes in the settings, whose clock is the services'.</param>
    /// <param name="create">Makes the stores, when they are first asked for. An <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/> stops the host that starts.</param>
    /// <exception cref="InvalidOperationException">They are in use already.</exception>
    public HmacKitBuilder UseStores<TOptions, TStores>(string use, Action<TOptions>? configure, Func<TOptions, IServiceProvider, TStores> create)
        where TOptions : StoreOptions, new()
        where TStores : SharedStores
    {
        ArgumentException.ThrowIfNullOrEmpty(use);
        ArgumentNullException.ThrowIfNull(create);
        if (Has<TStores>(null))
        {
            throw new InvalidOperationException($"{use} was called already: call it once.");
        }

        bool isFirst = !Has<SharedStores>(null);
        Services.AddSingleton(provider =>
        {
            var options = new TOptions { TimeProvider = provider.GetRequiredService<TimeProvider>() };
            configure?.Invoke(options);
            return create(options, provider);
        });
        Services.AddSingleton<SharedStores>(static provider => provider.GetRequiredService<TStores>());
        CheckAtStart(provider => StoreComposition.FindFaults<TStores>(use, provider));
        return isFirst ? CheckAtStart(StoreComposition.FindFaults) : this;
    }

    private bool HasScheme(string name) => Has<SchemeRegistration>(name);

    private bool Has<TService>(string? key) =>
        Services.Any(service => service.ServiceType == typeof(TService) && Equals(service.ServiceKey, key));
}
