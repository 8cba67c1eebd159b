using System.Collections;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// The limits that a call must keep, all of them at once, such as 100 a minute and 1,000 an hour. Immutable; make it
/// once and use it for all callers: <c>BucketLimits pro = [BucketLimit.PerMinute(100), BucketLimit.PerHour(1000)];</c>
/// </summary>
/// <remarks>
/// A caller has one bucket per limit. Two sets that share a limit (of the same numbers and name) share the caller's
/// bucket for it, so that 10 bulk calls a minute can count towards the same 1,000 an hour.
/// </remarks>
[CollectionBuilder(typeof(BucketLimits), nameof(Create))]
public sealed class BucketLimits : IReadOnlyList<BucketLimit>
{
    /// <summary>The most limits at once: 8.</summary>
    internal const int MaxCount = 8;

    private readonly BucketLimit[] _limits;

    private BucketLimits(BucketLimit[] limits) => _limits = limits;

    /// <inheritdoc/>
    public int Count => _limits.Length;

    internal ReadOnlySpan<BucketLimit> Span => _limits;

    /// <inheritdoc/>
    public BucketLimit this[int index] => _limits[index];

    /// <summary>The limits together.</summary>
    /// <param name="limits">1 to 8 limits, each with a name of its own.</param>
    /// <exception cref="ArgumentException">There is none, there are too many, or two have one name.</exception>
    public static BucketLimits Create(params ReadOnlySpan<BucketLimit> limits)
    {
        if (limits.Length is 0 or > MaxCount)
        {
            throw new ArgumentException($"A set has 1 to {MaxCount} limits, not {limits.Length}.", nameof(limits));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BucketLimit limit in limits)
        {
            ArgumentNullException.ThrowIfNull(limit, nameof(limits));
            if (!names.Add(limit.Name))
            {
                throw new ArgumentException($"Two limits are called '{limit.Name}'; give one of them another name.", nameof(limits));
            }
        }

        return new BucketLimits(limits.ToArray());
    }

    /// <summary>The limits in words.</summary>
    public override string ToString() => string.Join("; ", (IEnumerable<BucketLimit>)_limits);

    /// <inheritdoc/>
    public IEnumerator<BucketLimit> GetEnumerator() => ((IEnumerable<BucketLimit>)_limits).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
