using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace HmacKit;

/// <summary>
/// API keys with their settings from code and configuration, read again whenever the configuration changes. An edit that can't be used changes
/// nothing and is logged.
/// </summary>
internal sealed class ApiKeyRegistration : CheckedRegistration, IDisposable
{
    public const string SectionName = "ApiKeys";

    private const string FixedTestKeys = "InsecureFixedTestKeys";

    private readonly IConfigurationSection? _section;
    private readonly Action<ApiKeyVerifierOptions>? _configure;
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly Lock _reloading = new();
    private readonly IDisposable? _subscription;
    private readonly string? _prefix;
    private string _seen = "";
    private bool _canaryOnly;

    public ApiKeyRegistration(IConfiguration? configuration, Action<ApiKeyVerifierOptions>? configure, IServiceProvider services)
    {
        _section = configuration?.GetSection(SectionName);
        _configure = configure;
        _services = services;
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        lock (_reloading)
        {
            // In this order, so that an edit in between isn't missed.
            _subscription = _section is null ? null : ChangeToken.OnChange(_section.GetReloadToken, Reload);
            try
            {
                ApiKeyVerifierOptions options = Read(FaultList);
                (_prefix, _canaryOnly, _seen) = (options.Prefix, options.CanaryOnly, Values());
                OldAfter = options.OldAfter;
                var store = services.GetRequiredService<CredentialStore>();
                Verifier = new ApiKeyVerifier(store, options, services.GetService<ILogger<ApiKeyVerifier>>());
                Issuer = new ApiKeyIssuer(store, options.Prefix, options.TimeProvider);
            }
            catch (ArgumentException exception)
            {
                FaultList.Add($"{Path}: {SettingsReader.Reason(exception)}");
            }
        }
    }

    /// <summary>From which age on a key shows in the health check; null for never.</summary>
    public TimeSpan? OldAfter { get; private set; }

    /// <summary>The verifier; null if the registration is faulty.</summary>
    public ApiKeyVerifier? Verifier { get; }

    /// <summary>The issuer; null if the registration is faulty.</summary>
    public ApiKeyIssuer? Issuer { get; }

    private string Path => _section?.Path ?? SectionName;

    public void Dispose() => _subscription?.Dispose();

    private ApiKeyVerifierOptions Read(List<string> faults)
    {
        var options = new ApiKeyVerifierOptions { TimeProvider = _services.GetRequiredService<TimeProvider>() };
        if (_section is not null)
        {
            Read(new SettingsReader(_section, faults), LimitRegistration.TiersOf(_services), options);
        }

        _configure?.Invoke(options);
        return options;
    }

    private string Values() => _section is null ? "" : string.Join('\n', _section.AsEnumerable().Select(static item => $"{item.Key}={item.Value}").Order(StringComparer.Ordinal));

    private void Reload()
    {
        lock (_reloading)
        {
            // Told of every edit of the configuration, of which few are of this section.
            string values = Values();
            if (Verifier is null || values == _seen)
            {
                return;
            }

            _seen = values;

            var faults = new List<string>();
            try
            {
                ApiKeyVerifierOptions options = Read(faults);
                if (options.Prefix != _prefix)
                {
                    faults.Add($"{Path}:{nameof(options.Prefix)}: another prefix takes a restart, since keys are issued with it.");
                }

                if (faults.Count == 0)
                {
                    Verifier.Replace(options);
                    OldAfter = options.OldAfter;

                    // Somebody may have switched the mode by hand: only an edit of this very setting switches it again.
                    Verifier.CanaryOnly = options.CanaryOnly == _canaryOnly ? Verifier.CanaryOnly : options.CanaryOnly;
                    _canaryOnly = options.CanaryOnly;
                    Log.ApiKeySettingsReloaded(_logger, options.FixedTestKeys.Count);
                    return;
                }
            }
            catch (Exception exception)
            {
                // Thrown from here it would end the thread that watches the files.
                faults.Add($"{Path}: {(exception is ArgumentException ? SettingsReader.Reason(exception) : exception.GetType().Name)}");
            }

            Log.ApiKeySettingsNotReloaded(_logger, string.Join(" | ", faults));
        }
    }

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
