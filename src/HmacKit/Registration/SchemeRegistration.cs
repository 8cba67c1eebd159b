using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>A registered scheme with its settings from code and configuration, and all that is wrong with them.</summary>
internal sealed class SchemeRegistration : CheckedRegistration, IDisposable
{
    private static readonly string[] SettingNames =
    [
        .. KeyConfiguration.Names, nameof(VerifierOptions.MaxAge), nameof(VerifierOptions.MaxSkew), nameof(VerifierOptions.MaxBodyBytes),
        nameof(SchemeOptions.SigningKeyId), nameof(SchemeOptions.AllowInsecureShortSecrets),
        nameof(VerifierOptions.AcceptCompactJsonBecauseTheSenderReformatsIt),

        // Read by HmacKit.AspNetCore.
        "PublicPathPrefix",
    ];

    private readonly string _name;
    private readonly SignatureScheme _scheme;
    private readonly SchemeOptions _options = new();
    private readonly ConfigurationKeySource? _configured;
    private volatile RequestSigner? _signer;

    public SchemeRegistration(
        string name, SignatureScheme scheme, IConfigurationSection? section, Action<SchemeOptions>? configure, IServiceProvider services)
    {
        _name = name;
        _scheme = scheme;
        _options.Verification.TimeProvider = services.GetRequiredService<TimeProvider>();
        _options.Verification.Logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category);

        // The memory's table takes 17 MB and some milliseconds: not for a scheme that remembers nothing.
        _options.Verification.ReplayStore = scheme.Replay == ReplayRule.None ? null : services.GetRequiredService<IReplayStore>();
        if (section is not null)
        {
            ReadSettings(new SettingsReader(section, FaultList));
        }

        configure?.Invoke(_options);
        if (_options.Keys is null && section is not null)
        {
            ILogger logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
            _configured = new ConfigurationKeySource(KeyLayout.Of(scheme, section.Path), name, section, _options.AllowInsecureShortSecrets, LimitRegistration.TiersOf(services), logger, FaultList);
        }

        IKeySource? issued = services.GetKeyedService<CredentialRegistration>(name)?.Keys;
        if (_configured is { IsEmpty: true } && issued is null && Faults.Count == 0)
        {
            FaultList.Add($"{section!.Path}: no keys. Set {(scheme.HasKeyId ? "Keys" : "Key")} in the configuration, or SchemeOptions.Keys in code.");
        }
        else if (_options.Keys is null && section is null && issued is null)
        {
            FaultList.Add($"{name}: no keys. Set SchemeOptions.Keys in code, or give AddHmacKit a configuration.");
        }
        else if (_options.SigningKeyId is { } id && issued is null && _configured is not null && _configured.Find(id) is null)
        {
            FaultList.Add($"{section!.Path}:{nameof(SchemeOptions.SigningKeyId)}: there is no key '{id}' in {section.Path}:Keys.");
        }

        IKeySource? given = _options.Keys ?? _configured;
        Keys = given is not null && issued is not null ? new KeySourceChain(given, issued) : given ?? issued ?? new MemoryKeySource();
        TryCreateVerifier();
    }

    public IKeySource Keys { get; }

    public RequestVerifier CreateVerifier() => new(_scheme, Keys, _options.Verification);

    /// <summary>A signer that never keeps a key that the configuration has replaced, however long it is held on to.</summary>
    /// <exception cref="InvalidOperationException">It isn't clear which key signs.</exception>
    public RequestSigner CreateSigner()
    {
        _ = FindCurrentSigner();
        return new RequestSigner(_scheme, FindCurrentSigner);
    }

    /// <summary>The signer with the key of now: a new one whenever the configuration has given the ring another key.</summary>
    private RequestSigner FindCurrentSigner()
    {
        KeyRing ring = FindSigningRing() ?? throw new InvalidOperationException(
            $"Scheme '{_name}' can't tell which key signs: set SigningKeyId to one of its key ids, or make a {nameof(RequestSigner)} with a ring of your own.");
        RequestSigner? signer = _signer;
        if (signer?.Keys != ring)
        {
            _signer = signer = new RequestSigner(_scheme, ring, _options.Verification.TimeProvider);
        }

        return signer;
    }

    public void Dispose() => _configured?.Dispose();

    private TimeSpan? ReadWindow(SettingsReader settings, string name, TimeSpan min)
    {
        if (settings.Duration(name) is not { } duration)
        {
            return null;
        }

        if (_scheme.Freshness is null)
        {
            settings.Fault(name, $"scheme '{_scheme.Name}' signs no time, so it can't have a window.");
            return null;
        }

        if (duration >= min && duration <= FreshnessRule.MaxWindow)
        {
            return duration;
        }

        settings.Fault(name, $"{duration} is out of bounds: a window is over zero and at most {FreshnessRule.MaxWindow.TotalHours} hours on each side.");
        return null;
    }

    private KeyRing? FindSigningRing()
    {
        string? id = _options.SigningKeyId ?? (_scheme.HasKeyId ? null : "");
        if (id is null)
        {
            return _configured?.Only;
        }

        // A signer is made at once or not at all: for keys that must be fetched, the caller has to wait.
        ValueTask<KeyRing?> found = Keys.FindAsync(id);
        return found.IsCompletedSuccessfully ? found.Result : null;
    }

    private void TryCreateVerifier()
    {
        try
        {
            _ = new RequestVerifier(_scheme, Keys, _options.Verification);
        }
        catch (ArgumentException exception)
        {
            FaultList.Add($"{_name}: {SettingsReader.Reason(exception)}");
        }
    }

    private void ReadSettings(SettingsReader settings)
    {
        settings.AllowOnly(SettingNames);
        VerifierOptions verification = _options.Verification;
        verification.MaxAge = ReadWindow(settings, nameof(VerifierOptions.MaxAge), TimeSpan.FromTicks(1));
        verification.MaxSkew = ReadWindow(settings, nameof(VerifierOptions.MaxSkew), TimeSpan.Zero);
        if (settings.Number<int>(nameof(VerifierOptions.MaxBodyBytes), "a whole number of bytes") is { } bytes)
        {
            if (bytes > 0)
            {
                verification.MaxBodyBytes = bytes;
            }
            else
            {
                settings.Fault(nameof(VerifierOptions.MaxBodyBytes), $"{bytes} bytes would refuse every request: set more than 0.");
            }
        }

        verification.AcceptCompactJsonBecauseTheSenderReformatsIt =
            settings.Switch(nameof(VerifierOptions.AcceptCompactJsonBecauseTheSenderReformatsIt)) ?? false;
        _options.AllowInsecureShortSecrets = settings.Switch(nameof(SchemeOptions.AllowInsecureShortSecrets)) ?? false;
        _options.SigningKeyId = settings.Text(nameof(SchemeOptions.SigningKeyId));
    }
}
