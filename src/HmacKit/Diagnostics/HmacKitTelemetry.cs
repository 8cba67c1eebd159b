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

    /// <summary>Counter of limiter decisions on requests, by <c>hmackit.limit</c> (the limit that binds) and <c>hmackit.status</c>.</summary>
    public const string LimitDecisionsName = "hmackit.limit.decisions";

    /// <summary>Counter of webhook events, by <c>hmackit.scheme</c> and <c>hmackit.outcome</c> (<c>accepted</c>, <c>repeated</c>, <c>queue_full</c>, <c>handled</c>, <c>failed</c>, <c>given_up</c> or <c>lost</c>).</summary>
    public const string WebhooksName = "hmackit.webhooks";
}
