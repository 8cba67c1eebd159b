using System.Diagnostics.CodeAnalysis;

namespace HmacKit;

/// <summary>
/// Limits by the name of a tier, such as <c>free</c> and <c>pro</c>. They can be changed while calls are being decided:
/// each call sees the tiers as they were before the change or as they are after it.
/// <c>new LimitTiers { ["free"] = [BucketLimit.PerHour(100)], ["pro"] = [BucketLimit.PerHour(1000)] }</c>
/// </summary>
/// <remarks>Names are compared exactly. A caller whose tier changes, or whose tier's numbers do, starts with a full bucket under the new ones.</remarks>
public sealed class LimitTiers
{
    private readonly Lock _changes = new();
    private volatile Dictionary<string, BucketLimits> _tiers = new(StringComparer.Ordinal);

    /// <summary>No tiers yet.</summary>
    public LimitTiers()
    {
    }

    /// <summary>These tiers.</summary>
    /// <exception cref="ArgumentException">A name is blank, or occurs twice.</exception>
    public LimitTiers(IEnumerable<KeyValuePair<string, BucketLimits>> tiers) => ReplaceAll(tiers);

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _tiers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The limits of a tier. Setting them puts the tier in, or replaces it.</summary>
    /// <param name="name">The name; not blank.</param>
    /// <exception cref="KeyNotFoundException">There is no such tier; the message names those that there are.</exception>
    public BucketLimits this[string name]
    {
        get => _tiers.TryGetValue(name, out BucketLimits? limits) ? limits : throw new KeyNotFoundException(Unknown(name));
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            ArgumentNullException.ThrowIfNull(value);
            lock (_changes)
            {
                _tiers = new(_tiers, StringComparer.Ordinal) { [name] = value };
            }
        }
    }

    /// <summary>The limits of a tier, or false if there is no such tier.</summary>
    /// <param name="name">The name; null is no tier's.</param>
    /// <param name="limits">Receives the limits.</param>
    public bool TryGet(string? name, [NotNullWhen(true)] out BucketLimits? limits)
    {
        limits = null;
        return name is not null && _tiers.TryGetValue(name, out limits);
    }

    /// <summary>Takes a tier out; its callers have none then. False if there was none.</summary>
    public bool Remove(string name)
    {
        lock (_changes)
        {
            var tiers = new Dictionary<string, BucketLimits>(_tiers, StringComparer.Ordinal);
            bool isRemoved = tiers.Remove(name);
            _tiers = tiers;
            return isRemoved;
        }
    }

    /// <summary>Puts these tiers in place of all others, at once. If it throws, nothing has changed.</summary>
    /// <exception cref="ArgumentException">A name is blank, or occurs twice.</exception>
    public void ReplaceAll(IEnumerable<KeyValuePair<string, BucketLimits>> tiers)
    {
        ArgumentNullException.ThrowIfNull(tiers);
        var next = new Dictionary<string, BucketLimits>(StringComparer.Ordinal);
        foreach ((string name, BucketLimits limits) in tiers)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(tiers));
            ArgumentNullException.ThrowIfNull(limits, nameof(tiers));
            if (!next.TryAdd(name, limits))
            {
                throw new ArgumentException($"There are two tiers called '{name}'.", nameof(tiers));
            }
        }

        lock (_changes)
        {
            _tiers = next;
        }
    }

    /// <summary>What to say of a tier that isn't there.</summary>
    internal string Unknown(string name) =>
        $"There is no tier '{name}'. " + (Names is { Count: > 0 } names ? $"There are: {string.Join(", ", names)}." : "No tier has been defined.");
}
