using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>The issuer of a registered scheme's credentials.</summary>
internal sealed class CredentialRegistration : CheckedRegistration
{
    public CredentialRegistration(string name, Action<HmacCredentialOptions>? configure, IServiceProvider services)
    {
        var options = new HmacCredentialOptions
        {
            Name = name,
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            Logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category),
        };
        configure?.Invoke(options);
        var store = services.GetRequiredService<CredentialStore>();
        var protector = services.GetRequiredService<SecretProtector>();
        var protection = services.GetRequiredService<ProtectionRegistration>();
        if (store is not MemoryCredentialStore && protection.IsEphemeral && ReferenceEquals(protector, protection.Protector))
        {
            FaultList.Add(
                $"{protection.Path}: no key. What is stored would be lost at the next start: set {protection.Path}:Keys:1:{SecretSetting.Secret}, "
                + $"{SecretSetting.File} or {SecretSetting.EnvironmentVariable} to what 'openssl rand -base64 32' prints, the same on all machines.");
        }

        try
        {
            Issuer = new HmacCredentialIssuer(store, services.GetRequiredKeyedService<SignatureScheme>(name), protector, options);
        }
        catch (ArgumentException exception)
        {
            FaultList.Add($"{name}: {SettingsReader.Reason(exception)}");
        }
    }

    /// <summary>The rings of what was issued; null if the registration is faulty.</summary>
    public IKeySource? Keys => Issuer?.Keys;

    /// <summary>The issuer; null if the registration is faulty.</summary>
    public HmacCredentialIssuer? Issuer { get; }
}
