using System.Globalization;

namespace HmacKit.Soak;

/// <summary>Counts of statuses as a person reads them.</summary>
internal static class Statuses
{
    public static string Text(IEnumerable<KeyValuePair<int, long>> counts) => string.Join(", ", counts.OrderBy(static count => count.Key).Select(
        static count => $"{(count.Key == RequestKind.Closed ? "closed" : count.Key.ToString(CultureInfo.InvariantCulture))}: {count.Value.ToString("N0", CultureInfo.InvariantCulture)}"));
}
