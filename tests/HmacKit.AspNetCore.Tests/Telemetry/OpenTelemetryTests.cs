using System.Diagnostics;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HmacKit.AspNetCore.Tests.Telemetry;

/// <summary>What docs/aspnetcore.md says to add to OpenTelemetry is all that it takes.</summary>
public class OpenTelemetryTests
{
    [Fact]
    public async Task Signatures_and_API_keys_are_spans_and_are_measured_in_buckets_that_tell_microseconds_from_milliseconds()
    {
        var spans = new List<Activity>();
        var metrics = new List<Metric>();
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.MapGet("/x", () => "in").RequireSignature("otel");
                app.MapGet("/key", () => "in").RequireApiKey(name: "otel-keys");
            },
            builder =>
            {
                builder.Services.AddHmacKit(hmac => hmac
                    .AddApiKeys()
                    .AddScheme("otel", SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(SignedApp.Ring)));
                builder.Services.AddOpenTelemetry()
                    .WithMetrics(metering => metering.AddMeter(HmacKitTelemetry.MeterName).AddInMemoryExporter(metrics))
                    .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", HmacKitTelemetry.ActivitySourceName).AddInMemoryExporter(spans));
            });
        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x"))).Dispose();
        (await app.Client.GetAsync(new Uri("/key", UriKind.Relative))).Dispose();
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        app.Services.GetRequiredService<TracerProvider>().ForceFlush();

        // Activity sources are the process's own: other tests' activities come by too.
        Assert.Equal(
            ["hmackit.verify otel valid", "hmackit.verify otel-keys missing"],
            spans.ToArray().Where(span => ((string?)span.GetTagItem("hmackit.scheme"))?.StartsWith("otel", StringComparison.Ordinal) == true)
                .Select(span => $"{span.OperationName} {span.GetTagItem("hmackit.scheme")} {span.GetTagItem("hmackit.status")}"));

        // So are meters.
        var schemes = new Dictionary<string, int>();
        foreach (Metric duration in metrics.Where(metric => metric.Name == HmacKitTelemetry.DurationName))
        {
            Read(duration);
        }

        Assert.True(schemes["otel"] >= 5, "there are buckets under a millisecond");
        Assert.Contains("otel-keys", schemes.Keys);

        void Read(Metric duration)
        {
            foreach (ref readonly MetricPoint point in duration.GetMetricPoints())
            {
                int buckets = 0;
                foreach (HistogramBucket bucket in point.GetHistogramBuckets())
                {
                    buckets += bucket.ExplicitBound is > 0 and < 0.001 ? 1 : 0;
                }

                foreach (KeyValuePair<string, object?> tag in point.Tags)
                {
                    schemes[(string)tag.Value!] = buckets;
                }
            }
        }
    }
}
