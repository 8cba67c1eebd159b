using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Fixtures;

/// <summary>Counts what became of webhook events, as the metrics tell it, and lets a test wait for it.</summary>
internal sealed class WebhookOutcomes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<(string Outcome, int Count, TaskCompletionSource Reached)> _waiting = [];

    public WebhookOutcomes(IServiceProvider services)
    {
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == HmacKitTelemetry.WebhooksName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Count((string)tags[1].Value!));
        _listener.Start();
    }

    public Task WaitAsync(string outcome, int count)
    {
        lock (_gate)
        {
            if (_counts.GetValueOrDefault(outcome) >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((outcome, count, reached));
            return reached.Task;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Count(string outcome)
    {
        lock (_gate)
        {
            int count = _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
            _waiting.FindAll(item => item.Outcome == outcome && item.Count <= count).ForEach(item => item.Reached.TrySetResult());
        }
    }
}
