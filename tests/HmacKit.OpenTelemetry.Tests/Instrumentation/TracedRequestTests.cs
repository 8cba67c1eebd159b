using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HmacKit.OpenTelemetry.Tests.Instrumentation;

/// <summary>From a bucket of the histogram, by its exemplar, to the trace, and from there to what the log says: one request, one trace id.</summary>
public class TracedRequestTests
{
    private static readonly KeyRing Ring = new("client-1", HmacKey.Generate());

    [Fact]
    public async Task A_refusal_has_one_trace_id_in_the_exemplar_the_span_and_the_log()
    {
        List<Activity> spans = [];
        List<Metric> metrics = [];
        List<LogRecord> logs = [];
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddHmacKit(hmac => hmac.AddScheme("traced", SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(Ring)));
        builder.Logging.AddOpenTelemetry(logging => logging.AddInMemoryExporter(logs));
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metering => metering.AddHmacKitInstrumentation().SetExemplarFilter(ExemplarFilterType.TraceBased).AddInMemoryExporter(metrics))
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore").AddHmacKitInstrumentation().AddInMemoryExporter(spans));
        await using WebApplication app = builder.Build();
        app.MapGet("/x", () => "in").RequireSignature("traced");
        await app.StartAsync();
        (await app.GetTestClient().GetAsync(new Uri("/x", UriKind.Relative))).Dispose();
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        app.Services.GetRequiredService<TracerProvider>().ForceFlush();

        Activity span = Assert.Single(spans.ToArray(), span => span.OperationName == "hmackit.verify" && (string?)span.GetTagItem("hmackit.scheme") == "traced");
        LogRecord[] ours = [.. logs.ToArray().Where(record => record.CategoryName?.StartsWith("HmacKit", StringComparison.Ordinal) == true)];
        Assert.Equal("missing_header", span.GetTagItem("hmackit.status"));
        Assert.Contains(ours, record => record.Body == "Scheme {Scheme} refused {Method} {Path}: {Status}.");
        Assert.All(ours, record => Assert.Equal(span.TraceId, record.TraceId));
        Assert.Contains(span.TraceId, ExemplarsOf(metrics));
    }

    private static List<ActivityTraceId> ExemplarsOf(List<Metric> metrics)
    {
        List<ActivityTraceId> traces = [];
        foreach (Metric duration in metrics.Where(metric => metric.Name == HmacKitTelemetry.DurationName))
        {
            foreach (ref readonly MetricPoint point in duration.GetMetricPoints())
            {
                if (point.TryGetExemplars(out ReadOnlyExemplarCollection exemplars))
                {
                    foreach (ref readonly Exemplar exemplar in exemplars)
                    {
                        traces.Add(exemplar.TraceId);
                    }
                }
            }
        }

        return traces;
    }
}
