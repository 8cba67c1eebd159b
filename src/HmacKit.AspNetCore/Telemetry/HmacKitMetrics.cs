using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace HmacKit.AspNetCore;

/// <summary>The instruments. One object for the application, made by its meter factory so that tests see their own.</summary>
internal sealed class HmacKitMetrics
{
    private readonly Counter<long> _verifications;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _limits;
    private readonly Counter<long> _webhooks;

    public HmacKitMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(HmacKitTelemetry.MeterName);
        _verifications = meter.CreateCounter<long>(HmacKitTelemetry.VerificationsName, "{verification}", "Requests that were verified.");
        _duration = meter.CreateHistogram(
            HmacKitTelemetry.DurationName,
            "s",
            "The time that a verification took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = (double[])[0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _limits = meter.CreateCounter<long>(HmacKitTelemetry.LimitDecisionsName, "{decision}", "Decisions about limits.");
        _webhooks = meter.CreateCounter<long>(HmacKitTelemetry.WebhooksName, "{event}", "Webhook events, by what became of them.");
    }

    public static ActivitySource Activities { get; } = new(HmacKitTelemetry.ActivitySourceName);

    public bool IsDurationWanted => _duration.Enabled;

    public static string NameOf(VerificationStatus status) => Names.Statuses[(int)status];

    public static string NameOf(ApiKeyStatus status) => Names.ApiKeyStatuses[(int)status];

    public void Verified(string scheme, in VerificationResult result)
    {
        if (_verifications.Enabled)
        {
            Verified(scheme, NameOf(result.Status), result.Key is not { } entry ? "none" : entry.IsPrimary ? "primary" : "older");
        }
    }

    public void Verified(string name, in ApiKeyResult result)
    {
        if (_verifications.Enabled)
        {
            Verified(name, NameOf(result.Status), !result.IsValid ? "none" : result.OldSecretEnds is null ? "primary" : "older");
        }
    }

    public void Verified(string name, string status, string key) =>
        _verifications.Add(1, new("hmackit.scheme", name), new("hmackit.status", status), new("hmackit.key", key));

    public void Limited(in LimitDecision decision)
    {
        if (_limits.Enabled)
        {
            _limits.Add(1, new("hmackit.limit", decision.Binding?.Name ?? "none"), new("hmackit.status", Names.LimitStatuses[(int)decision.Status]));
        }
    }

    public void Webhook(string scheme, string outcome) => _webhooks.Add(1, new("hmackit.scheme", scheme), new("hmackit.outcome", outcome));

    public void Took(string scheme, TimeSpan time) => _duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>("hmackit.scheme", scheme));

    /// <summary>Made for the first who counts: where nobody does, the first request doesn't wait for it.</summary>
    private static class Names
    {
        public static readonly string[] Statuses = [.. Enum.GetNames<VerificationStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

        public static readonly string[] LimitStatuses = [.. Enum.GetNames<LimitStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

        public static readonly string[] ApiKeyStatuses = [.. Enum.GetNames<ApiKeyStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    }
}
