using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.Tests.Registration;

/// <summary>An application as far as HmacKit is concerned: services over a configuration that can be edited, and a log.</summary>
internal sealed class ConfiguredHost : IDisposable
{
    private readonly ServiceProvider _services;

    public ConfiguredHost(
        Action<HmacKitBuilder> configure, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null)
    {
        Configuration = new EditableConfiguration(settings);
        var collection = new ServiceCollection();
        collection.AddLogging(Log.AddTo);
        services?.Invoke(collection);
        collection.AddHmacKit(Configuration.Root.GetSection("HmacKit"), configure);
        _services = collection.BuildServiceProvider();
    }

    public EditableConfiguration Configuration { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>One scheme, whose settings are relative to its section.</summary>
    public static ConfiguredHost Of(SignatureScheme scheme, params IEnumerable<(string Path, string? Value)> settings) =>
        new(hmac => hmac.AddScheme(scheme), Under($"HmacKit:{scheme.Name}", settings));

    public static Dictionary<string, string?> Under(string path, params IEnumerable<(string Path, string? Value)> settings) =>
        settings.ToDictionary(setting => $"{path}:{setting.Path}", setting => setting.Value);

    public T Get<T>(string? name = null)
        where T : notnull => name is null ? _services.GetRequiredService<T>() : _services.GetRequiredKeyedService<T>(name);

    /// <summary>What the host would say when it starts; empty if it starts.</summary>
    public IReadOnlyList<string> Faults()
    {
        try
        {
            _services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }

    public KeyRing? Find(string name, string keyId) => Get<IKeySource>(name).FindAsync(keyId).AsTask().Result;

    public void Dispose() => _services.Dispose();
}
