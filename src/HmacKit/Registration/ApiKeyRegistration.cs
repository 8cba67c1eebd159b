using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>API keys with their settings from code and configuration.</summary>
internal sealed class ApiKeyRegistration : CheckedRegistration
{
    public const string SectionName = "ApiKeys";

    private const string FixedTestKeys = "InsecureFixedTestKeys";

    public ApiKeyRegistration(IConfiguration? configuration, Action<ApiKeyVerifierOptions>? configure, IServiceProvider services)
    {
        IConfigurationSection? section = configuration?.GetSection(SectionName);
        var options = new ApiKeyVerifierOptions { TimeProvider = services.GetRequiredService<TimeProvider>() };
        try
        {
            if (section is not null)
            {
                Read(new SettingsReader(section, FaultList), LimitRegistration.TiersOf(services), options);
            }

            configure?.Invoke(options);
            OldAfter = options.OldAfter;
            var store = services.GetRequiredService<CredentialStore>();
            Verifier = new ApiKeyVerifier(store, options, services.GetService<ILogger<ApiKeyVerifier>>());
            Issuer = new ApiKeyIssuer(store, options.Prefix, options.TimeProvider);
        }
        catch (ArgumentException exception)
        {
            FaultList.Add($"{section?.Path ?? SectionName}: {SettingsReader.Reason(exception)}");
        }
    }

    /// <summary>From which age on a key shows in the health check; null for never.</summary>
    public TimeSpan? OldAfter { get; }

    /// <summary>The verifier; null if the registration is faulty.</summary>
    public ApiKeyVerifier? Verifier { get; }

    /// <summary>The issuer; null if the registration is faulty.</summary>
    public ApiKeyIssuer? Issuer { get; }

    private static void Read(SettingsReader settings, LimitTiers? tiers, ApiKeyVerifierOptions options)
    {
        settings.AllowOnly(nameof(options.Prefix), nameof(options.CanaryOnly), nameof(options.LastUseResolution), nameof(options.Environments), nameof(options.OldAfter), nameof(options.MaxSecretAge), FixedTestKeys);
        string prefix = settings.Text(nameof(options.Prefix)) ?? options.Prefix;
        TimeSpan? resolution = settings.Duration(nameof(options.LastUseResolution)) ?? options.LastUseResolution;
        if (!CredentialIssuer.IsValidPrefix(prefix))
        {
            settings.Fault(nameof(options.Prefix), $"'{prefix}' isn't {CredentialIssuer.PrefixForm}.");
        }
        else if (resolution < TimeSpan.Zero)
        {
            settings.Fault(nameof(options.LastUseResolution), $"{resolution} is negative.");
        }
        else
        {
            (options.Prefix, options.LastUseResolution) = (prefix, resolution);
        }

        options.OldAfter = settings.Duration(nameof(options.OldAfter)) ?? options.OldAfter;
        options.MaxSecretAge = settings.Duration(nameof(options.MaxSecretAge)) ?? options.MaxSecretAge;
        foreach (string environment in settings.Texts(nameof(options.Environments)))
        {
            options.Environments.Add(environment);
        }

        options.CanaryOnly = settings.Switch(nameof(options.CanaryOnly)) ?? options.CanaryOnly;
        foreach (SettingsReader key in settings.Children(FixedTestKeys))
        {
            key.AllowOnly(["Key", "Id", .. IdentitySettings.Names]);
            AddFixed(key, tiers, options);
        }
    }

    private static void AddFixed(SettingsReader settings, LimitTiers? tiers, ApiKeyVerifierOptions options)
    {
        (string? text, string? id) = (settings.Text("Key"), settings.Text("Id"));
        if (text is null || id is null)
        {
            settings.Fault("set both Key and Id: the text that is accepted, and the public id that it is taken for.");
            return;
        }

        if (options.FixedTestKeys.Any(key => key.Identity.KeyId == id))
        {
            settings.Fault("Id", $"there is a fixed test key '{id}' already. Key ids are unique.");
            return;
        }

        if (IdentitySettings.Read(settings, id, tiers) is not { } identity)
        {
            return;
        }

        try
        {
            options.AddInsecureFixedTestKey(text, identity);
        }
        catch (ArgumentException exception)
        {
            settings.Fault("Key", SettingsReader.Reason(exception));
        }
    }
}
