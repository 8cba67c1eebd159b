using System.Diagnostics.CodeAnalysis;

namespace HmacKit;

/// <summary>
/// Limits by the name of a tier, such as <c>free</c> and <c>pro</c>. They can be changed while calls are being decided:
/// each call sees the tiers as they were before the change or as they are after it.
/// <c>new LimitTiers { ["free"] = [BucketLimit.PerHour(100)], ["pro"] = [BucketLimit.PerHour(1000)] }</c>
/// </summary>
/// <remarks>Names are compared exactly. A tier whose name is that of an API, a slash and its own (<c>onering/free</c>) is that API's alone: see
/// <see cref="Find(string, string)"/>. A caller whose tier changes, or whose tier's numbers do, starts with a full bucket under the new ones.</remarks>
public sealed class LimitTiers
{
    private readonly Lock _changes = new();
    private volatile Snapshot _now = new([], null);

    /// <summary>No tiers yet.</summary>
    public LimitTiers()
    {
    }

    /// <summary>These tiers.</summary>
    /// <exception cref="ArgumentException">A name is blank, or occurs twice.</exception>
    public LimitTiers(IEnumerable<KeyValuePair<string, BucketLimits>> tiers) => ReplaceAll(tiers);

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _now.Tiers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The tier of callers that have none, or one that isn't there; null (the default) if they have no limits and are refused.</summary>
    /// <exception cref="ArgumentException">There is no such tier; the message names those that there are.</exception>
    public string? FallbackTier
    {
        get => _now.FallbackTier;
        set
        {
            lock (_changes)
            {
                _now = Checked(_now.Tiers, value, nameof(value));
            }
        }
    }

    /// <summary>The limits of a tier. Setting them puts the tier in, or replaces it.</summary>
    /// <param name="name">The name; not blank.</param>
    /// <exception cref="KeyNotFoundException">There is no such tier; the message names those that there are.</exception>
    public BucketLimits this[string name]
    {
        get => TryGet(name, out BucketLimits? limits) ? limits : throw new KeyNotFoundException(Unknown(name));
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            ArgumentNullException.ThrowIfNull(value);
            lock (_changes)
            {
                _now = new Snapshot(new(_now.Tiers, StringComparer.Ordinal) { [name] = value }, _now.FallbackTier);
            }
        }
    }

    /// <summary>The limits of a tier, or false if there is no such tier.</summary>
    /// <param name="name">The name; null is no tier's.</param>
    /// <param name="limits">Receives the limits.</param>
    public bool TryGet(string? name, [NotNullWhen(true)] out BucketLimits? limits)
    {
        limits = null;
        return name is not null && _now.Tiers.TryGetValue(name, out limits);
    }

    /// <summary>The limits of a caller: those of its tier, or else of <see cref="FallbackTier"/>; null if there is neither, and then the caller is refused.</summary>
    /// <param name="tier">The name of the caller's tier; null if it has none.</param>
    public BucketLimits? Find(string? tier)
    {
        Snapshot now = _now;
        if (tier is not null && now.Tiers.TryGetValue(tier, out BucketLimits? limits))
        {
            return limits;
        }

        return now.FallbackTier is null ? null : now.Tiers.GetValueOrDefault(now.FallbackTier);
    }

    /// <summary>
    /// The limits of a caller of an API: of the tier of that API (<c>onering/free</c>) if there is one, or else as <see cref="Find(string)"/> says.
    /// So tiers of one name may mean something else in each API of a host.
    /// </summary>
    /// <param name="api">The name of the API, which is that of the scheme or of the API keys; null if the caller came in another way.</param>
    /// <param name="tier">The name of the caller's tier; null if it has none.</param>
    public BucketLimits? Find(string? api, string? tier)
    {
        Snapshot now = _now;
        return api is not null && tier is not null && now.OfApis is { } ofApis && ofApis.TryGetValue((api, tier), out BucketLimits? limits)
            ? limits
            : Find(tier);
    }

    /// <summary>Takes a tier out; its callers have none then. False if there was none. The fallback tier, taken out, is none any more.</summary>
    public bool Remove(string name)
    {
        lock (_changes)
        {
            var tiers = new Dictionary<string, BucketLimits>(_now.Tiers, StringComparer.Ordinal);
            bool isRemoved = tiers.Remove(name);
            _now = new Snapshot(tiers, name == _now.FallbackTier ? null : _now.FallbackTier);
            return isRemoved;
        }
    }

    /// <summary>Puts these tiers in place of all others, at once. If it throws, nothing has changed. The fallback tier stays if it is among them.</summary>
    /// <param name="tiers">The tiers.</param>
    /// <exception cref="ArgumentException">A name is blank, or occurs twice.</exception>
    public void ReplaceAll(IEnumerable<KeyValuePair<string, BucketLimits>> tiers)
    {
        Dictionary<string, BucketLimits> next = Collect(tiers);
        lock (_changes)
        {
            _now = new Snapshot(next, _now.FallbackTier is { } fallback && next.ContainsKey(fallback) ? fallback : null);
        }
    }

    /// <summary>Puts these tiers and this fallback tier in place of all others, at once. If it throws, nothing has changed.</summary>
    /// <param name="tiers">The tiers.</param>
    /// <param name="fallbackTier">One of them, or null for none.</param>
    /// <exception cref="ArgumentException">A name is blank, or occurs twice, or the fallback tier isn't among them.</exception>
    public void ReplaceAll(IEnumerable<KeyValuePair<string, BucketLimits>> tiers, string? fallbackTier)
    {
        Snapshot next = Checked(Collect(tiers), fallbackTier, nameof(fallbackTier));
        lock (_changes)
        {
            _now = next;
        }
    }

    /// <summary>What to say of a tier that isn't there.</summary>
    internal string Unknown(string name) => Unknown(name, _now.Tiers.Keys);

    internal static string Unknown(string name, IReadOnlyCollection<string> names) =>
        $"There is no tier '{name}'. " + (names.Count > 0 ? $"There are: {string.Join(", ", names.Order(StringComparer.Ordinal))}." : "No tier has been defined.");

    private static Dictionary<string, BucketLimits> Collect(IEnumerable<KeyValuePair<string, BucketLimits>> tiers)
    {
        ArgumentNullException.ThrowIfNull(tiers);
        var collected = new Dictionary<string, BucketLimits>(StringComparer.Ordinal);
        foreach ((string name, BucketLimits limits) in tiers)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(tiers));
            ArgumentNullException.ThrowIfNull(limits, nameof(tiers));
            if (!collected.TryAdd(name, limits))
            {
                throw new ArgumentException($"There are two tiers called '{name}'.", nameof(tiers));
            }
        }

        return collected;
    }

    private static Snapshot Checked(Dictionary<string, BucketLimits> tiers, string? fallbackTier, string parameter) =>
        fallbackTier is null || tiers.ContainsKey(fallbackTier)
            ? new Snapshot(tiers, fallbackTier)
            : throw new ArgumentException(Unknown(fallbackTier, tiers.Keys), parameter);

    /// <summary>The tiers at one moment; never changed.</summary>
    private sealed class Snapshot(Dictionary<string, BucketLimits> tiers, string? fallbackTier)
    {
        public Dictionary<string, BucketLimits> Tiers { get; } = tiers;

        public string? FallbackTier { get; } = fallbackTier;

        /// <summary>Those of one API alone; null if there are none.</summary>
        public Dictionary<(string Api, string Tier), BucketLimits>? OfApis { get; } = Split(tiers);

        private static Dictionary<(string, string), BucketLimits>? Split(Dictionary<string, BucketLimits> tiers)
        {
            Dictionary<(string, string), BucketLimits>? ofApis = null;
            foreach ((string name, BucketLimits limits) in tiers)
            {
                if (name.IndexOf('/', StringComparison.Ordinal) is var slash and > 0)
                {
                    (ofApis ??= [])[(name[..slash], name[(slash + 1)..])] = limits;
                }
            }

            return ofApis;
        }
    }
}
