using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit;

/// <summary>The replay memory of an application without a store of its own, with its settings from code and configuration.</summary>
internal sealed class ReplayRegistration : CheckedRegistration
{
    public const string SectionName = "ReplayMemory";

    private readonly MemoryReplayStoreOptions _options;

    public ReplayRegistration(IConfiguration? configuration, IServiceProvider services)
    {
        _options = new() { TimeProvider = services.GetRequiredService<TimeProvider>() };
        IConfigurationSection? section = configuration?.GetSection(SectionName);
        if (section is not null && section.Exists())
        {
            Read(new SettingsReader(section, FaultList));
        }

        foreach (Settings settings in services.GetServices<Settings>())
        {
            settings.Configure(_options);
        }

        if (_options.Capacity is < 1 or > MemoryReplayStoreOptions.MaxCapacity)
        {
            FaultList.Add($"{section?.Path ?? SectionName}:{nameof(_options.Capacity)}: {_options.Capacity} is out of bounds: there is room for 1 to {MemoryReplayStoreOptions.MaxCapacity} claims.");
        }
    }

    /// <summary>Makes the store once it is asked for: where it is in a server, this one's memory would be set aside for nothing.</summary>
    public MemoryReplayStore CreateStore() => new(_options);

    private void Read(SettingsReader settings)
    {
        settings.AllowOnly(nameof(_options.Capacity), nameof(_options.RefuseSignedBeforeStart));
        _options.Capacity = settings.Number<int>(nameof(_options.Capacity), "a whole number of claims") ?? _options.Capacity;
        _options.RefuseSignedBeforeStart = settings.Switch(nameof(_options.RefuseSignedBeforeStart)) ?? _options.RefuseSignedBeforeStart;
    }

    /// <summary>Settings in code.</summary>
    internal sealed record Settings(Action<MemoryReplayStoreOptions> Configure);
}
