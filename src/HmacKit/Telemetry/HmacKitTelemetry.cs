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

    /// <summary>Counter of webhook events, by <c>hmackit.scheme</c> and <c>hmackit.outcome</c> (<c>accepted</c>, <c>repeated</c>, <c>queue_full</c>, <c>store_unavailable</c>, <c>handled</c>, <c>failed</c>, <c>given_up</c> or <c>lost</c>).</summary>
    public const string WebhooksName = "hmackit.webhooks";

    /// <summary>Counter of genuine requests that were refused for the replay store's answer, by <c>hmackit.scheme</c> and <c>hmackit.outcome</c> (<c>seen</c>, <c>full</c>, <c>too_early</c> or <c>unavailable</c>).</summary>
    public const string ReplayRefusalsName = "hmackit.replay.refusals";

    /// <summary>Up-down counter of the live claims in all <see cref="MemoryReplayStore"/>s of the process, estimated: see <see cref="MemoryReplayStore.Count"/>.</summary>
    public const string ReplayClaimsName = "hmackit.replay.claims";

    /// <summary>Counter of valid requests that were signed with an older key of their ring, by <c>hmackit.scheme</c>: while it counts, a rotation isn't over.</summary>
    public const string OlderKeyUsesName = "hmackit.keys.older_uses";

    /// <summary>
    /// Counter of limit decisions, by <c>hmackit.limit</c> (the name of the limit that binds, or <c>none</c>) and
    /// <c>hmackit.status</c> (<c>allowed</c>, <c>exhausted</c>, <c>over_capacity</c>, <c>store_full</c>, <c>unknown_tier</c> or <c>unavailable</c>).
    /// </summary>
    public const string LimitDecisionsName = "hmackit.limit.decisions";

    /// <summary>Counter of calls to a guarded store that it didn't answer, by <c>hmackit.store</c> and <c>hmackit.reason</c> (<c>timeout</c>, <c>error</c> or <c>unavailable</c>).</summary>
    public const string StoreFailuresName = "hmackit.store.failures";

    /// <summary>Counter of calls that memory was asked for while a store was away, by <c>hmackit.store</c>.</summary>
    public const string StoreFallbacksName = "hmackit.store.fallbacks";

    /// <summary>Up-down counter, by <c>hmackit.store</c>: 1 while memory stands in for a store that is away, else 0.</summary>
    public const string FallbackActiveName = "hmackit.store.fallback.active";

    /// <summary>Counter of claims that were found, after an outage, to have been accepted by two processes, by <c>hmackit.store</c>.</summary>
    public const string DoubleClaimsName = "hmackit.store.double_claims";

    /// <summary>Counter of valid API keys that came with a secret older than <see cref="ApiKeyVerifierOptions.OldAfter"/>: while it counts, owners have a rotation before them.</summary>
    public const string OldKeyUsesName = "hmackit.keys.old_uses";

    /// <summary>Counter of audit entries that were lost, since too many were waiting or the store was away until the end.</summary>
    public const string AuditLossesName = "hmackit.audit.losses";

    internal const string SchemeTag = "hmackit.scheme";
    internal const string StatusTag = "hmackit.status";
    internal const string OutcomeTag = "hmackit.outcome";
    internal const string LimitTag = "hmackit.limit";
    internal const string StoreTag = "hmackit.store";
    internal const string ReasonTag = "hmackit.reason";
}
