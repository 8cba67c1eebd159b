using HmacKit.Jwt.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HmacKit.Jwt.Tests.Registration;

/// <summary>An application with user tokens and a configuration that a test edits.</summary>
internal sealed class TokenHost : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Settings _settings;

    public TokenHost(IEnumerable<(string Path, string? Value)> settings, Action<HmacKitBuilder> add, Action<IServiceCollection>? services = null)
    {
        _settings = new Settings();
        _settings.Edit(settings);
        IConfigurationRoot root = new ConfigurationBuilder().Add(_settings).Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Clock);
        services?.Invoke(collection);
        collection.AddHmacKit(root.GetSection("HmacKit"), add);
        _services = collection.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; } = new(House.Start);

    /// <summary>Changes some settings of user tokens, as when a file is saved; null takes one out.</summary>
    public void Edit(params IEnumerable<(string Path, string? Value)> settings) => _settings.Edit(settings);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

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

    public void Dispose() => _services.Dispose();

    private sealed class Settings : ConfigurationProvider, IConfigurationSource
    {
        public void Edit(IEnumerable<(string Path, string? Value)> settings)
        {
            foreach ((string path, string? value) in settings)
            {
                if (value is null)
                {
                    Data.Remove($"HmacKit:UserTokens:{path}");
                }
                else
                {
                    Data[$"HmacKit:UserTokens:{path}"] = value;
                }
            }

            OnReload();
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
