using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class TelemetryTests
{
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
}
