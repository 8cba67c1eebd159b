using Microsoft.Extensions.Configuration;

namespace HmacKit.Tests.Registration;

/// <summary>A configuration that a test edits while it is in use, as an operator edits a file.</summary>
internal sealed class EditableConfiguration : ConfigurationProvider, IConfigurationSource
{
    public EditableConfiguration(IReadOnlyDictionary<string, string?> settings)
    {
        Root = new ConfigurationBuilder().Add(this).Build();
        Replace(settings);
    }

    public IConfigurationRoot Root { get; }

    /// <summary>A section that has the settings as its children.</summary>
    public static IConfigurationSection Section(IReadOnlyDictionary<string, string?> settings) =>
        new EditableConfiguration(settings.ToDictionary(setting => "HmacKit:" + setting.Key, setting => setting.Value)).Root.GetSection("HmacKit");

    /// <summary>Everything at once, as when a file is saved.</summary>
    public void Replace(IReadOnlyDictionary<string, string?> settings)
    {
        Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    /// <summary>Changes some settings and leaves the others; null takes one out.</summary>
    public void Edit(params IEnumerable<(string Path, string? Value)> changes)
    {
        var settings = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase);
        foreach ((string path, string? value) in changes)
        {
            if (value is null)
            {
                settings.Remove(path);
            }
            else
            {
                settings[path] = value;
            }
        }

        Replace(settings);
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
