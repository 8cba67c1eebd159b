using Microsoft.Extensions.Configuration;

namespace HmacKit;

/// <summary>Reads tiers from configuration, and says which setting is wrong.</summary>
internal sealed class LimitConfiguration(List<string> faults)
{
    public const string Tiers = "Tiers";
    public const string FallbackTier = nameof(LimitOptions.FallbackTier);
    public const string MaxBuckets = nameof(LimitOptions.MaxBuckets);

    private const string List = "Limits";

    private static readonly Dictionary<string, Func<int, BucketLimit>> Shorthands = new(StringComparer.Ordinal)
    {
        [nameof(BucketLimit.PerSecond)] = static tokens => BucketLimit.PerSecond(tokens),
        [nameof(BucketLimit.PerMinute)] = static tokens => BucketLimit.PerMinute(tokens),
        [nameof(BucketLimit.PerHour)] = static tokens => BucketLimit.PerHour(tokens),
        [nameof(BucketLimit.PerDay)] = static tokens => BucketLimit.PerDay(tokens),
        [nameof(BucketLimit.InAnySecond)] = static tokens => BucketLimit.InAnySecond(tokens),
        [nameof(BucketLimit.InAnyMinute)] = static tokens => BucketLimit.InAnyMinute(tokens),
        [nameof(BucketLimit.InAnyHour)] = static tokens => BucketLimit.InAnyHour(tokens),
        [nameof(BucketLimit.InAnyDay)] = static tokens => BucketLimit.InAnyDay(tokens),
    };

    /// <summary>All tiers: those of the code, and those of the section, none of which may have the name of another one.</summary>
    public Dictionary<string, BucketLimits> Read(IConfigurationSection? section, IEnumerable<KeyValuePair<string, BucketLimits>> given)
    {
        var tiers = new Dictionary<string, BucketLimits>(given, StringComparer.Ordinal);
        if (section is null)
        {
            return tiers;
        }

        var settings = new SettingsReader(section, faults);
        settings.AllowOnly(Tiers, FallbackTier, MaxBuckets);
        foreach (SettingsReader tier in settings.Children(Tiers))
        {
            if (string.IsNullOrWhiteSpace(tier.Name))
            {
                tier.Fault("a tier needs a name.");
            }
            else if (tiers.Keys.FirstOrDefault(name => name.Equals(tier.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                tier.Fault($"there is a tier '{same}' already, set in code. Set a tier in one place, and give no two tiers names that differ by case alone.");
            }
            else if (ReadTier(tier) is { } limits)
            {
                tiers.Add(tier.Name, limits);
            }
        }

        return tiers;
    }

    private static BucketLimits? ReadTier(SettingsReader settings)
    {
        settings.AllowOnly([.. Shorthands.Keys, List]);
        var limits = new List<BucketLimit?>();
        foreach ((string name, Func<int, BucketLimit> create) in Shorthands)
        {
            if (settings.Number<int>(name, "a whole number of tokens") is { } tokens)
            {
                limits.Add(Create(settings, name, () => create(tokens)));
            }
        }

        limits.AddRange(settings.Children(List).Select(ReadLimit));
        if (limits.Contains(null))
        {
            return null;
        }

        try
        {
            return BucketLimits.Create([.. limits!]);
        }
        catch (ArgumentException exception)
        {
            settings.Fault(limits.Count == 0
                ? $"a tier needs a limit: set {string.Join(", ", Shorthands.Keys)} or {List}. To shut callers out, disable their keys."
                : SettingsReader.Reason(exception));
            return null;
        }
    }

    private static BucketLimit? ReadLimit(SettingsReader settings)
    {
        settings.AllowOnly("Name", "Capacity", "Tokens", "Period", "Window");
        int? tokens = settings.Number<int>("Tokens", "a whole number of tokens");
        TimeSpan? period = settings.Duration("Period");
        if (tokens is null || period is null)
        {
            settings.Fault("set both Tokens and Period: how many flow in, and in what time.");
            return null;
        }

        bool isWindow = settings.Switch("Window") == true;
        if (isWindow && settings.Has("Capacity"))
        {
            settings.Fault("Capacity", "a window has none: it lets Tokens through in any Period, all at once or one by one.");
            return null;
        }

        if (isWindow)
        {
            return Create(settings, null, () => BucketLimit.InAny(tokens.Value, period.Value, settings.Text("Name")));
        }

        int? capacity = settings.Has("Capacity") ? settings.Number<int>("Capacity", "a whole number of tokens") : tokens;
        return capacity is null ? null : Create(settings, null, () => new BucketLimit(capacity.Value, tokens.Value, period.Value, settings.Text("Name")));
    }

    private static BucketLimit? Create(SettingsReader settings, string? name, Func<BucketLimit> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            settings.Fault(name ?? SettingOf(exception.ParamName, settings), SettingsReader.Reason(exception));
            return null;
        }
    }

    private static string SettingOf(string? parameter, SettingsReader settings) => parameter switch
    {
        "capacity" when settings.Has("Capacity") => "Capacity",
        "period" => "Period",
        "name" => "Name",
        _ => "Tokens",
    };
}
