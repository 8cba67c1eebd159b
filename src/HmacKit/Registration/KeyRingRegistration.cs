using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>A configured ring that isn't a scheme's.</summary>
internal sealed class KeyRingRegistration : CheckedRegistration, IDisposable
{
    private readonly ConfigurationKeySource? _keys;

    public KeyRingRegistration(string name, KeyLayout layout, IConfiguration? configuration, IServiceProvider services)
    {
        if (configuration?.GetSection(name) is not { } section)
        {
            FaultList.Add($"{name}: no keys. Give AddHmacKit a configuration, with {name}:Key in it.");
            return;
        }

        ILogger logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        _keys = new ConfigurationKeySource(layout, name, section, allowShortSecrets: false, tiers: null, logger, FaultList);
        if (_keys.IsEmpty && Faults.Count == 0)
        {
            FaultList.Add($"{section.Path}:Key: no key. Set its {SecretSetting.Secret}, {SecretSetting.EnvironmentVariable} or {SecretSetting.File}.");
        }
    }

    /// <summary>The keys; null if the registration is faulty.</summary>
    public IKeySource? Keys => _keys;

    public void Dispose() => _keys?.Dispose();
}
