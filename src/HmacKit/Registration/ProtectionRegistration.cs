using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace HmacKit;

/// <summary>
/// The configured keys that seal stored secrets, read again whenever the configuration changes; without any, a random one that lives as long
/// as the process. An edit that can't be used changes nothing and is logged.
/// </summary>
internal sealed class ProtectionRegistration : CheckedRegistration, IDisposable
{
    public const string SectionName = "SecretProtection";

    private readonly IConfigurationSection? _section;
    private readonly ILogger _logger;
    private readonly Lock _reloading = new();
    private readonly IDisposable? _subscription;
    private AesGcmSecretProtector? _protector;

    public ProtectionRegistration(IConfiguration? configuration, IServiceProvider services)
    {
        _section = configuration?.GetSection(SectionName);
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        Path = _section?.Path ?? SectionName;
        IsEphemeral = _section is null || !_section.Exists();
        lock (_reloading)
        {
            // In this order, so that an edit in between isn't missed.
            _subscription = IsEphemeral ? null : ChangeToken.OnChange(_section!.GetReloadToken, Reload);
            ProtectionKey[]? keys = IsEphemeral ? null : Read(FaultList);
            _protector = keys is [var current, .. var older] ? new(current, older) : null;
        }
    }

    /// <summary>What seals. Without configured keys it is made when it is asked for first: most applications store no secret.</summary>
    public AesGcmSecretProtector Protector
    {
        get
        {
            lock (_reloading)
            {
                return _protector ??= new(ProtectionKey.Generate("process"));
            }
        }
    }

    /// <summary>True if what is sealed can't be opened after a restart.</summary>
    public bool IsEphemeral { get; }

    public string Path { get; }

    public void Dispose() => _subscription?.Dispose();

    private void Reload()
    {
        lock (_reloading)
        {
            var faults = new List<string>();
            try
            {
                if (Read(faults) is [var current, .. var older])
                {
                    Protector.ReplaceKeys(current, older);
                    Log.ProtectionKeysReloaded(_logger, current.Id, older.Length);
                    return;
                }
            }
            catch (Exception exception)
            {
                // Thrown from here it would end the thread that watches the files.
                faults.Add($"{Path}: {exception.GetType().Name}");
            }

            Log.ProtectionKeysNotReloaded(_logger, string.Join(" | ", faults));
        }
    }

    /// <summary>The keys, the one that seals first; null, with a fault, if they can't be used.</summary>
    private ProtectionKey[]? Read(List<string> faults)
    {
        var settings = new SettingsReader(_section!, faults);
        settings.AllowOnly("Current", "Keys");
        ProtectionKey?[] keys = [.. settings.Children("Keys").Select(ReadKey)];
        if (keys.Length == 0)
        {
            settings.Fault("Keys", "no keys. Set a child per key id, with its Secret: what 'openssl rand -base64 32' prints.");
            return null;
        }

        if (keys.Contains(null))
        {
            return null;
        }

        string? id = settings.Text("Current") ?? (keys.Length == 1 ? keys[0]!.Id : null);
        if (Array.Find(keys, key => key!.Id == id) is not { } current)
        {
            settings.Fault("Current", id is null ? "there are several keys, so set the id of the one that seals." : $"there is no key '{id}' in {Path}:Keys.");
            return null;
        }

        if (keys.GroupBy(static key => key!.Id, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            settings.Fault("Keys", $"two of them have the id '{twice.Key}'.");
        }

        return faults.Count == 0 ? [current, .. keys.Where(key => key != current)!] : null;
    }

    private static ProtectionKey? ReadKey(SettingsReader settings)
    {
        settings.AllowOnly("Id", SecretSetting.Secret, SecretSetting.EnvironmentVariable, SecretSetting.File);
        return SecretSetting.Read(settings, secret => ProtectionKey.FromBase64(settings.Text("Id") ?? settings.Name, secret));
    }
}
