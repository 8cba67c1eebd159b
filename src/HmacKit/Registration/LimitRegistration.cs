using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace HmacKit;

/// <summary>
/// The tiers of an application, read again whenever the configuration changes. An edit that can't be used, or that
/// takes the last tier out, changes nothing and is logged.
/// </summary>
internal sealed class LimitRegistration : CheckedRegistration, IDisposable
{
    public const string SectionName = "Limits";

    private readonly IConfigurationSection? _section;
    private readonly LimitOptions _options = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _reloading = new();
    private readonly IDisposable? _subscription;
    private string _inWords;

    public LimitRegistration(IConfiguration? configuration, Action<LimitOptions>? configure, IServiceProvider services)
    {
        _time = services.GetRequiredService<TimeProvider>();
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;
        _section = configuration?.GetSection(SectionName);
        configure?.Invoke(_options);
        lock (_reloading)
        {
            // In this order, so that an edit in between isn't missed.
            _subscription = _section is null ? null : ChangeToken.OnChange(_section.GetReloadToken, Reload);
            Tiers = new LimitTiers();
            ReadMaxBuckets();
            (Dictionary<string, BucketLimits> tiers, string? fallback) = Read(FaultList);
            if (FaultList.Count == 0)
            {
                Tiers.ReplaceAll(tiers, fallback);
            }

            _inWords = InWords(tiers, fallback);
        }
    }

    /// <summary>The tiers; none if the registration is faulty.</summary>
    public LimitTiers Tiers { get; }

    /// <summary>The tiers of an application for checking others' settings against them; null if it has no limits, or faulty ones.</summary>
    public static LimitTiers? TiersOf(IServiceProvider services) =>
        services.GetService<LimitRegistration>() is { Faults.Count: 0 } registration ? registration.Tiers : null;

    public MemoryTokenBuckets CreateBuckets() => new(_options.MaxBuckets, _time);

    public void Dispose() => _subscription?.Dispose();

    private void Reload()
    {
        lock (_reloading)
        {
            var faults = new List<string>();
            try
            {
                (Dictionary<string, BucketLimits> tiers, string? fallback) = Read(faults);
                string inWords = InWords(tiers, fallback);
                if (faults.Count > 0)
                {
                    Log.LimitsNotReloaded(_logger, string.Join(" | ", faults));
                }
                else if (inWords != _inWords)
                {
                    Tiers.ReplaceAll(tiers, fallback);
                    _inWords = inWords;
                    Log.LimitsReloaded(_logger, inWords);
                }
            }
            catch (Exception exception)
            {
                // Thrown from here it would end the thread that watches the files.
                Log.LimitsNotReloaded(_logger, $"{_section!.Path}: {exception.GetType().Name}");
            }
        }
    }

    private (Dictionary<string, BucketLimits> Tiers, string? FallbackTier) Read(List<string> faults)
    {
        Dictionary<string, BucketLimits> tiers = new LimitConfiguration(faults).Read(_section, _options.Tiers);
        string path = _section?.Path ?? nameof(LimitOptions);
        string? fallback = _section?[LimitConfiguration.FallbackTier] is { Length: > 0 } configured ? configured : _options.FallbackTier;
        if (faults.Count == 0 && tiers.Count == 0)
        {
            faults.Add($"{path}:{LimitConfiguration.Tiers}: no tiers. Set a child per tier, for example free with PerHour 100, or LimitOptions.Tiers in code.");
        }
        else if (faults.Count == 0 && fallback is not null && !tiers.ContainsKey(fallback))
        {
            faults.Add($"{path}:{LimitConfiguration.FallbackTier}: {LimitTiers.Unknown(fallback, tiers.Keys)}");
        }

        return (tiers, fallback);
    }

    // Read once: the memory of the buckets is set aside at the start.
    private void ReadMaxBuckets()
    {
        string path = $"{nameof(LimitOptions)}:{LimitConfiguration.MaxBuckets}";
        if (_section is not null)
        {
            path = $"{_section.Path}:{LimitConfiguration.MaxBuckets}";
            _options.MaxBuckets = new SettingsReader(_section, FaultList).Number<int>(LimitConfiguration.MaxBuckets, "a whole number of buckets") ?? _options.MaxBuckets;
        }

        if (_options.MaxBuckets is < 1 or > MemoryTokenBuckets.MaxMaxBuckets)
        {
            FaultList.Add($"{path}: {_options.MaxBuckets} is out of bounds: there is room for 1 to {MemoryTokenBuckets.MaxMaxBuckets} buckets.");
        }
    }

    private static string InWords(Dictionary<string, BucketLimits> tiers, string? fallback) =>
        string.Join(" | ", tiers.OrderBy(static tier => tier.Key, StringComparer.Ordinal).Select(static tier => $"{tier.Key}: {tier.Value}"))
            + (fallback is null ? "" : $" | else {fallback}");
}
