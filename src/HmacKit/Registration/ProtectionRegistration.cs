using Microsoft.Extensions.Configuration;

namespace HmacKit;

/// <summary>The configured keys that seal stored secrets; without any, a random one that lives as long as the process.</summary>
internal sealed class ProtectionRegistration : CheckedRegistration
{
    public const string SectionName = "SecretProtection";

    public ProtectionRegistration(IConfiguration? configuration)
    {
        IConfigurationSection? section = configuration?.GetSection(SectionName);
        Path = section?.Path ?? SectionName;
        IsEphemeral = section is null || !section.Exists();
        Protector = (IsEphemeral ? null : Read(new SettingsReader(section!, FaultList)))
            ?? new AesGcmSecretProtector(ProtectionKey.Generate("process"));
    }

    public SecretProtector Protector { get; }

    /// <summary>True if what is sealed can't be opened after a restart.</summary>
    public bool IsEphemeral { get; }

    public string Path { get; }

    private AesGcmSecretProtector? Read(SettingsReader settings)
    {
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

        try
        {
            return new AesGcmSecretProtector(current, keys.Where(key => key != current)!);
        }
        catch (ArgumentException exception)
        {
            settings.Fault("Keys", SettingsReader.Reason(exception));
            return null;
        }
    }

    private static ProtectionKey? ReadKey(SettingsReader settings)
    {
        settings.AllowOnly("Id", SecretSetting.Secret, SecretSetting.EnvironmentVariable, SecretSetting.File);
        return SecretSetting.Read(settings, secret => ProtectionKey.FromBase64(settings.Text("Id") ?? settings.Name, secret));
    }
}
