using Microsoft.Extensions.Configuration;

namespace HmacKit;

/// <summary>Reads key rings from configuration, and says which setting is wrong. No message ever shows a secret.</summary>
internal sealed class KeyConfiguration(KeyLayout layout, bool allowShortSecrets, LimitTiers? tiers, List<string> faults)
{
    private const string Single = "Key";
    private const string ById = "Keys";

    private static readonly string[] KeyNames =
        [SecretSetting.Secret, SecretSetting.EnvironmentVariable, SecretSetting.File, "NotBefore", "Expires", "Label"];

    private static readonly string[] RingNames = [.. KeyNames, .. IdentitySettings.Names, "Id", "Disabled", "Accepted"];

    private readonly List<KeyRing> _rings = [];
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the settings of a scheme that hold keys.</summary>
    public static IReadOnlyList<string> Names { get; } = [Single, ById];

    /// <summary>The paths of secrets that are accepted, but shorter than they should be.</summary>
    public List<string> ShortSecrets { get; } = [];

    /// <summary>The paths of secrets that have something around them that seldom belongs there, and what that is.</summary>
    public List<(string Path, string Oddity)> OddSecrets { get; } = [];

    /// <summary>The rings of a section: those of <c>Keys</c> by key id, or the one of <c>Key</c>.</summary>
    public List<KeyRing> Read(IConfigurationSection section)
    {
        var settings = new SettingsReader(section, faults);
        SettingsReader single = settings.Child(Single);
        SettingsReader byId = settings.Child(ById);
        if (single.Exists && layout.HasKeyId)
        {
            single.Fault($"requests of {layout.Owner} name their key, so use {byId.Path} with a child per key id.");
        }
        else if (byId.Exists && !layout.HasKeyId)
        {
            byId.Fault($"requests of {layout.Owner} name no key, so use {single.Path}.");
        }
        else if (single.Exists)
        {
            Add(single, "");
        }
        else
        {
            foreach (SettingsReader child in settings.Children(ById))
            {
                Add(child, child.Text("Id") ?? child.Name);
            }
        }

        return _rings;
    }

    private void Add(SettingsReader settings, string keyId)
    {
        settings.AllowOnly(RingNames);

        // Configuration can't tell two ids apart that differ by case: a later source would change the wrong one.
        if (!_paths.TryAdd(keyId, settings.Path))
        {
            settings.Fault($"its key id '{keyId}' is that of {_paths[keyId]} too, or differs from it by case alone. Key ids are unique, whatever their case.");
        }

        HmacKey? primary = ReadKey(settings);
        KeyIdentity? identity = IdentitySettings.Read(settings, keyId, tiers);
        (DateTimeOffset? notBefore, DateTimeOffset? expires) = (settings.Time("NotBefore"), settings.Time("Expires"));
        bool isDisabled = settings.Switch("Disabled") ?? false;
        IReadOnlyList<SettingsReader> accepted = settings.Children("Accepted");
        HmacKey?[] older = [.. accepted.Select(ReadOlder)];
        if (primary is null || identity is null || older.Contains(null))
        {
            return;
        }

        try
        {
            KeyRing ring = new KeyRing(keyId, primary, notBefore, expires).WithIdentity(identity);
            for (int i = 0; i < older.Length; i++)
            {
                ring = ring.WithAccepted(older[i]!, accepted[i].Time("NotBefore"), accepted[i].Time("Expires"));
            }

            if (layout.FindFault?.Invoke(ring) is { } fault)
            {
                settings.Fault(fault);
                return;
            }

            _rings.Add(isDisabled ? ring.Disable() : ring);
        }
        catch (ArgumentException exception)
        {
            settings.Fault(SettingsReader.Reason(exception));
        }
    }

    private HmacKey? ReadOlder(SettingsReader settings)
    {
        settings.AllowOnly(KeyNames);
        return ReadKey(settings);
    }

    private HmacKey? ReadKey(SettingsReader settings)
    {
        HmacKey? key = SecretSetting.Read(settings, secret => Import(settings, secret));
        if (key is { IsShort: true })
        {
            ShortSecrets.Add(settings.Path);
        }

        return key;
    }

    private HmacKey? Import(SettingsReader settings, string secret)
    {
        string setting = SecretSetting.NameIn(settings)!;
        if (layout.Format.IsText && SecretSetting.Oddity(secret) is { } oddity)
        {
            OddSecrets.Add(($"{settings.Path}:{setting}", oddity));
        }

        HmacKey key = HmacKey.ImportInsecureShortSecret(layout.Algorithm, layout.Format, secret, settings.Text("Label"));
        if (allowShortSecrets || key.Secret.Length >= HmacKey.MinSecretBytes)
        {
            return key;
        }

        string allow = layout.AllowShortSecrets is { } path ? $" If it is a documented test key, set {path} to true." : "";
        settings.Fault(setting, $"the secret has {key.Secret.Length} bytes, and at least {HmacKey.MinSecretBytes} are needed: take what 'openssl rand -hex 32' prints, or have a longer one issued.{allow}");
        key.Dispose();
        return null;
    }
}
