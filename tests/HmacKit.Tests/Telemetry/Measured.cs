using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HmacKit.Tests.Diagnostics;

/// <summary>
/// What one of HmacKit's instruments is told while a test runs. The engine's instruments are the process's, so a test looks
/// at what has a tag of its own.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Tags, long Value)> _values = new();

    public Measured(string instrument, string tag)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == HmacKitTelemetry.MeterName && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags, tag));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags, tag));
        _listener.Start();
    }

    /// <summary>The sums by tags, such as <c>hmackit.scheme=theone hmackit.outcome=seen</c>.</summary>
    public IReadOnlyDictionary<string, long> Sums =>
        _values.GroupBy(item => item.Tags).ToDictionary(group => group.Key, group => group.Sum(item => item.Value));

    /// <summary>Asks the gauges.</summary>
    public void Record()
    {
        _values.Clear();
        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string tag)
    {
        string text = string.Join(' ', tags.ToArray().Select(item => $"{item.Key}={item.Value}"));
        if (text.Contains(tag, StringComparison.Ordinal))
        {
            _values.Enqueue((text, value));
        }
    }
}
