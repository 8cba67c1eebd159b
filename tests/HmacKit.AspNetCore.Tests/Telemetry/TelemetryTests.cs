using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Telemetry;

public class TelemetryTests
{
    /// <summary>In Production too, and nothing of the request but names that the scheme has.</summary>
    [Fact]
    public async Task What_is_missing_is_said_once_with_what_to_do()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            web => web.MapPost("/", () => "ok").RequireSignature("theone"), builder => builder.Environment.EnvironmentName = "Production");
        for (int i = 0; i < 3; i++)
        {
            HttpRequestMessage partly = app.Sign(HttpMethod.Post, "/", body: [1]);
            string signature = partly.Headers.GetValues("X-API-SIGN").Single();
            partly.Headers.Remove("X-API-NONCE");
            (await app.Client.SendAsync(partly)).Dispose();
            (await app.Client.PostAsync(new Uri("/", UriKind.Relative), content: null)).Dispose();
            Assert.DoesNotContain(signature, app.Log.ToString(), StringComparison.Ordinal);
        }

        LogEntry some = Assert.Single(app.Log.Entries, entry => entry.EventId == 2019);
        Assert.Contains("without X-API-NONCE, but with the rest of X-API-KEY, X-API-TIMESTAMP, X-API-NONCE, X-API-SIGN", some.Text, StringComparison.Ordinal);
        Assert.Contains("a proxy, gateway or load balancer", some.Text, StringComparison.Ordinal);
        Assert.Single(app.Log.Entries, entry => entry.EventId == 2018);
        Assert.Equal(6, app.Log.Entries.Count(entry => entry.Text.Contains("MissingHeader", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verifications_are_counted_by_scheme_status_and_key()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapGet("/x", () => "in").RequireSignature("theone"));
        var counted = new ConcurrentQueue<string>();
        int durations = 0;
        using var listener = new MeterListener();
        IMeterFactory factory = app.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == HmacKitTelemetry.VerificationsName)
            {
                counted.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}");
            }
        });
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => durations += instrument.Name == HmacKitTelemetry.DurationName ? 1 : 0);
        listener.Start();

        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x"))).Dispose();
        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x", signedTarget: "/y"))).Dispose();

        Assert.Equal(["1 theone valid primary", "1 theone signature_mismatch none"], counted);
        Assert.Equal(2, durations);
    }

    [Fact]
    public async Task A_verification_is_an_activity_with_scheme_and_status()
    {
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapGet("/x", () => "in").RequireSignature("activity"), builder =>
            builder.Services.AddHmacKit(hmac => hmac.AddScheme("activity", SchemeCatalog.TheOne, options => options.Keys = new MemoryKeySource(SignedApp.Ring))));
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HmacKitTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Activity sources are the process's own: other tests' activities come by too.
                if ((string?)activity.GetTagItem("hmackit.scheme") == "activity")
                {
                    seen.Enqueue($"{activity.OperationName} {activity.GetTagItem("hmackit.status")}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x"))).Dispose();
        (await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/x", signedTarget: "/y"))).Dispose();
        Assert.Equal(["hmackit.verify valid", "hmackit.verify signature_mismatch"], seen);
    }
}
