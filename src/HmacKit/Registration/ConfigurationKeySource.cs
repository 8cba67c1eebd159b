using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace HmacKit;

/// <summary>
/// The keys of a section, read again whenever the configuration changes. Edits that can't be used, or that
/// leave no key, change nothing and are logged: a file that is half written is one of those.
/// </summary>
internal sealed class ConfigurationKeySource : IKeySource, IDisposable
{
    private readonly KeyLayout _layout;
    private readonly string _name;
    private readonly IConfigurationSection _section;
    private readonly bool _allowShortSecrets;
    private readonly ILogger _logger;
    private readonly Lock _reloading = new();
    private readonly IDisposable _subscription;
    private volatile Rings _rings;

    /// <summary>Reads the keys for the first time. What is wrong goes to <paramref name="faults"/>.</summary>
    public ConfigurationKeySource(
        KeyLayout layout, string name, IConfigurationSection section, bool allowShortSecrets, LimitTiers? tiers, ILogger logger, List<string> faults)
    {
        _layout = layout;
        _name = name;
        _section = section;
        _allowShortSecrets = allowShortSecrets;
        _logger = logger;
        lock (_reloading)
        {
            // In this order, so that an edit in between isn't missed.
            _subscription = ChangeToken.OnChange(section.GetReloadToken, Reload);
            _rings = Read(tiers, faults);
        }
    }

    /// <summary>The one ring that there is; null if there are several.</summary>
    public KeyRing? Only => _rings.Only;

    public bool IsEmpty => _rings.ById.Count == 0;

    public KeyRing? Find(string keyId) => _rings.ById.GetValueOrDefault(keyId);

    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => new(Find(keyId));

    public void Dispose() => _subscription.Dispose();

    private void Reload()
    {
        lock (_reloading)
        {
            var faults = new List<string>();
            Rings rings;
            try
            {
                // Tiers are edited too, and which of the two is read first isn't known.
                rings = Read(tiers: null, faults);
            }
            catch (Exception exception)
            {
                // Thrown from here it would end the thread that watches the files.
                Log.KeysNotReloaded(_logger, _name, $"{_section.Path}: {exception.GetType().Name}");
                return;
            }

            if (faults.Count == 0 && rings.ById.Count == 0)
            {
                if (IsEmpty)
                {
                    // All keys are issued, and something else was edited.
                    return;
                }

                faults.Add($"{_section.Path}: no keys are left. To refuse everybody, set Disabled.");
            }

            if (faults.Count > 0)
            {
                Log.KeysNotReloaded(_logger, _name, string.Join(" | ", faults));
                return;
            }

            _rings = rings;
            Log.KeysReloaded(_logger, _name, rings.ById.Count);
        }
    }

    private Rings Read(LimitTiers? tiers, List<string> faults)
    {
        var configuration = new KeyConfiguration(_layout, _allowShortSecrets, tiers, faults);
        List<KeyRing> rings = configuration.Read(_section);
        foreach (string path in configuration.ShortSecrets)
        {
            Log.ShortSecret(_logger, path);
        }

        foreach ((string path, string oddity) in configuration.OddSecrets)
        {
            Log.OddSecret(_logger, path, oddity);
        }

        return new Rings(rings);
    }

    /// <summary>All rings at one moment.</summary>
    private sealed class Rings(List<KeyRing> rings)
    {
        public Dictionary<string, KeyRing> ById { get; } = rings.DistinctBy(static ring => ring.Id).ToDictionary(static ring => ring.Id, StringComparer.Ordinal);

        public KeyRing? Only { get; } = rings.Count == 1 ? rings[0] : null;
    }
}
