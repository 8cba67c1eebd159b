using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HmacKit.Webhooks;

/// <summary>The instruments, under the names of the engine's.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(HmacKitTelemetry.MeterName);
        _events = meter.CreateCounter<long>(HmacKitTelemetry.WebhooksName, "{event}", "Webhook events, by what became of them.");
        _deliveries = meter.CreateCounter<long>("hmackit.webhook.deliveries", "{attempt}", "Attempts to deliver a webhook, by outcome.");
        _duration = meter.CreateHistogram(
            "hmackit.webhook.delivery.duration",
            "s",
            "The time that an attempt took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60] });
    }

    public static ActivitySource Activities { get; } = new(HmacKitTelemetry.ActivitySourceName);

    public void Event(string scheme, string outcome) => _events.Add(1, new("hmackit.scheme", scheme), new("hmackit.outcome", outcome));

    public void Delivery(string outcome, TimeSpan time)
    {
        var tag = new KeyValuePair<string, object?>("hmackit.outcome", outcome);
        _deliveries.Add(1, tag);
        _duration.Record(time.TotalSeconds, tag);
    }
}
