namespace HmacKit;

/// <summary>The names of what HmacKit measures, for the application's telemetry set-up.</summary>
public static class HmacKitTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "HmacKit";

    /// <summary>The activity source's name.</summary>
    public const string ActivitySourceName = "HmacKit";

    /// <summary>Counter of verifications, by <c>hmackit.scheme</c>, <c>hmackit.status</c> and <c>hmackit.key</c> (<c>primary</c>, <c>older</c> or <c>none</c>).</summary>
    public const string VerificationsName = "hmackit.verifications";

    /// <summary>Histogram of the time that a verification took, with the reading of the body, in seconds, by <c>hmackit.scheme</c>.</summary>
    public const string DurationName = "hmackit.verification.duration";

    /// <summary>Counter of calls to a guarded store that it didn't answer, by <c>hmackit.store</c> and <c>hmackit.reason</c> (<c>timeout</c>, <c>error</c> or <c>unavailable</c>).</summary>
    public const string StoreFailuresName = "hmackit.store.failures";

    /// <summary>Counter of calls that memory was asked for while a store was away, by <c>hmackit.store</c>.</summary>
    public const string StoreFallbacksName = "hmackit.store.fallbacks";

    /// <summary>Gauge, by <c>hmackit.store</c>: 1 while memory stands in for a store that is away, else 0.</summary>
    public const string FallbackActiveName = "hmackit.store.fallback.active";

    /// <summary>Counter of claims that were found, after an outage, to have been accepted by two processes, by <c>hmackit.store</c>.</summary>
    public const string DoubleClaimsName = "hmackit.store.double_claims";

    internal const string StoreTag = "hmackit.store";
    internal const string ReasonTag = "hmackit.reason";
}
