using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// The engine's own instruments, which count wherever it is used, with a web application around it or without. While nobody listens
/// they cost a look at a flag.
/// </summary>
internal static class EngineMetrics
{
    private static readonly Meter Meter = new(HmacKitTelemetry.MeterName);

    private static readonly Counter<long> ReplayRefusals = Meter.CreateCounter<long>(
        HmacKitTelemetry.ReplayRefusalsName, "{request}", "Genuine requests that were refused for the replay store's answer.");

    private static readonly Counter<long> OlderKeyUses =
        Meter.CreateCounter<long>(HmacKitTelemetry.OlderKeyUsesName, "{request}", "Valid requests that were signed with an older key.");

    private static readonly Counter<long> AuditLosses =
        Meter.CreateCounter<long>(HmacKitTelemetry.AuditLossesName, "{entry}", "Audit entries that were lost.");

    private static readonly Counter<long> OldKeyUses =
        Meter.CreateCounter<long>(HmacKitTelemetry.OldKeyUsesName, "{request}", "Valid requests with a key that should have been rotated by now.");

    private static readonly Counter<long> LimitDecisions =
        Meter.CreateCounter<long>(HmacKitTelemetry.LimitDecisionsName, "{decision}", "Decisions about limits.");

    private static readonly Counter<long> StoreFailures =
        Meter.CreateCounter<long>(HmacKitTelemetry.StoreFailuresName, "{call}", "Calls to a store that it didn't answer.");

    private static readonly Counter<long> StoreFallbacks =
        Meter.CreateCounter<long>(HmacKitTelemetry.StoreFallbacksName, "{call}", "Calls that memory was asked for in a store's place.");

    private static readonly Counter<long> DoubleClaims =
        Meter.CreateCounter<long>(HmacKitTelemetry.DoubleClaimsName, "{claim}", "Claims that were found, after an outage, to have been accepted twice.");

    // Weak: what is watched is no longer once nobody else refers to it.
    private static readonly ConditionalWeakTable<object, Func<object, (string, bool)>> Fallbacks = [];

    private static readonly ConditionalWeakTable<object, Func<object, long>> Claims = [];

    static EngineMetrics()
    {
        Meter.CreateObservableUpDownCounter(HmacKitTelemetry.FallbackActiveName, ReadFallbacks, "{store}", "1 while memory stands in for a store that is away, else 0.");
        Meter.CreateObservableUpDownCounter(
            HmacKitTelemetry.ReplayClaimsName, static () => Claims.Sum(static store => store.Value(store.Key)), "{claim}", "Live claims in memory, estimated.");
    }

    /// <summary>Whether anybody listens to decisions about limits.</summary>
    public static bool CountsLimitDecisions => LimitDecisions.Enabled;

    public static void ReplayRefused(string scheme, string outcome)
    {
        if (ReplayRefusals.Enabled)
        {
            ReplayRefusals.Add(1, new(HmacKitTelemetry.SchemeTag, scheme), new(HmacKitTelemetry.OutcomeTag, outcome));
        }
    }

    public static void OlderKeyUsed(string scheme) => OlderKeyUses.Add(1, new KeyValuePair<string, object?>(HmacKitTelemetry.SchemeTag, scheme));

    public static void AuditLost(int count) => AuditLosses.Add(count);

    public static void OldKeyUsed() => OldKeyUses.Add(1);

    public static void LimitDecided(string limit, string status) =>
        LimitDecisions.Add(1, new(HmacKitTelemetry.LimitTag, limit), new(HmacKitTelemetry.StatusTag, status));

    public static void StoreFailed(string store, string reason)
    {
        if (StoreFailures.Enabled)
        {
            StoreFailures.Add(1, new(HmacKitTelemetry.StoreTag, store), new(HmacKitTelemetry.ReasonTag, reason));
        }
    }

    public static void FellBack(string store) => StoreFallbacks.Add(1, new KeyValuePair<string, object?>(HmacKitTelemetry.StoreTag, store));

    public static void AcceptedTwice(string store, int count)
    {
        if (count > 0)
        {
            DoubleClaims.Add(count, new KeyValuePair<string, object?>(HmacKitTelemetry.StoreTag, store));
        }
    }

    /// <summary>Has the gauge of stores in fall-back ask <paramref name="owner"/> for its name and whether it is.</summary>
    public static void WatchFallback(object owner, Func<object, (string Store, bool IsActive)> read) => Fallbacks.Add(owner, read);

    /// <summary>Has the gauge of claims ask <paramref name="owner"/> for its number.</summary>
    public static void WatchClaims(object owner, Func<object, long> read) => Claims.Add(owner, read);

    private static IEnumerable<Measurement<int>> ReadFallbacks()
    {
        foreach ((object owner, Func<object, (string, bool)> read) in Fallbacks)
        {
            (string store, bool isActive) = read(owner);
            yield return new Measurement<int>(isActive ? 1 : 0, new KeyValuePair<string, object?>(HmacKitTelemetry.StoreTag, store));
        }
    }
}
