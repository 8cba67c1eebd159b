using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HmacKit;

/// <summary>
/// Reads a section's settings strictly, and collects what is wrong with them, each with its path. It never shows the
/// value of a setting that may be a secret: that is anything but a time, a number or a yes or no.
/// </summary>
internal sealed class SettingsReader(IConfigurationSection section, List<string> faults)
{
    // A date without a time of day is midnight UTC; a time without an offset is UTC.
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The last part of the path.</summary>
    public string Name => section.Key;

    public string Path => section.Path;

    public bool Exists => section.Exists();

    /// <summary>What an exception says, without the name of a parameter that no operator knows.</summary>
    public static string Reason(Exception exception)
    {
        int parameter = exception is ArgumentException ? exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return parameter < 0 ? exception.Message : exception.Message[..parameter];
    }

    public SettingsReader Child(string name) => new(section.GetSection(name), faults);

    /// <summary>The children of a list or of a set of named things; a text in their place is a fault.</summary>
    public IReadOnlyList<SettingsReader> Children(string name)
    {
        IConfigurationSection child = section.GetSection(name);
        if (!string.IsNullOrEmpty(child.Value))
        {
            Fault(name, "a list or an object is needed here, not a text.");
        }

        return [.. child.GetChildren().Select(item => new SettingsReader(item, faults))];
    }

    /// <summary>Whatever else there is beside these names is misspelt, and would be passed over without a word.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            bool isKnown = false;
            foreach (string name in names)
            {
                isKnown |= name.Equals(child.Key, StringComparison.OrdinalIgnoreCase);
            }

            if (!isKnown)
            {
                string[] all = [.. names];
                faults.Add($"{child.Path}: there is no such setting.{NearestName.Question(child.Key, all)} There are {string.Join(", ", all)}.");
            }
        }
    }

    public void Fault(string text) => faults.Add($"{section.Path}: {text}");

    public void Fault(string name, string text) => faults.Add($"{section.Path}:{name}: {text}");

    /// <summary>Whether there is such a setting, even if its text is empty.</summary>
    public bool Has(string name) => section[name] is not null || section.GetSection(name).Exists();

    /// <summary>The text, or null if there is none or an empty one.</summary>
    public string? Text(string name)
    {
        IConfigurationSection child = section.GetSection(name);
        if (child.Value is null && child.Exists())
        {
            Fault(name, "a text is needed here, not a list or an object.");
        }

        return child.Value is { Length: > 0 } text ? text : null;
    }

    /// <summary>The texts of a list.</summary>
    public string[] Texts(string name) => [.. Children(name).Select(static item => item.RequiredText())];

    /// <summary>The texts of an object, by name.</summary>
    public Dictionary<string, string> TextsByName(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SettingsReader item in Children(name))
        {
            texts[item.Name] = item.RequiredText();
        }

        return texts;
    }

    /// <summary>The switch, or null if it isn't set. Anything but <c>true</c> and <c>false</c> is a fault, an empty text too.</summary>
    public bool? Switch(string name)
    {
        string? text = section[name];
        if (text is null || bool.TryParse(text, out bool _))
        {
            return text is null ? null : bool.Parse(text);
        }

        Fault(name, $"'{text}' isn't true or false.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            return time;
        }

        Fault(name, $"'{text}' isn't a time such as 2026-12-31T23:59:59Z.");
        return null;
    }

    /// <summary>A duration with its colons: <c>60</c> alone would be 60 days.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is { } text && !text.Contains(':', StringComparison.Ordinal))
        {
            Fault(name, $"'{text}' isn't a duration such as 00:05:00.");
            return null;
        }

        return Number<TimeSpan>(name, "a duration such as 00:05:00");
    }

    public T? Number<T>(string name, string expected)
        where T : struct, ISpanParsable<T>
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (T.TryParse(text, CultureInfo.InvariantCulture, out T value))
        {
            return value;
        }

        Fault(name, $"'{text}' isn't {expected}.");
        return null;
    }

    private string RequiredText()
    {
        if (section.Value is null)
        {
            Fault("a text is needed here.");
        }

        return section.Value ?? "";
    }
}
