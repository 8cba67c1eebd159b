using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.OpenTelemetry.Tests.Grafana;

/// <summary>The instruments of all packages as they really are: each method that measures is called once, and a listener notes what comes.</summary>
internal static partial class Instruments
{
    private static readonly Lazy<IReadOnlyList<Measured>> LazyAll = new(Measure);

    public static IReadOnlyList<Measured> All => LazyAll.Value;

    /// <summary>An OpenTelemetry name as Prometheus has it: dots are underscores, braces of a unit go, seconds are said.</summary>
    public static string PrometheusNameOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", null or "" => "", ['{', ..] => "", _ => "_" + instrument.Unit };
        bool isCounter = instrument is Counter<long> or Counter<int> or ObservableCounter<long>;
        return name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + (isCounter ? "_total" : "");
    }

    private static IReadOnlyList<Measured> Measure()
    {
        Dictionary<string, (Instrument Instrument, SortedSet<string> Tags, HashSet<string> Texts)> found = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == HmacKitTelemetry.MeterName)
                {
                    lock (found)
                    {
                        if (!found.TryGetValue(instrument.Name, out var known))
                        {
                            found[instrument.Name] = known = (instrument, new(StringComparer.Ordinal), []);
                        }

                        // Two packages may count under one name; if they said different things of it, an exporter would have to choose.
                        known.Texts.Add($"{instrument.GetType().Name} {instrument.Unit} {instrument.Description}");
                    }

                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();

        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        Call(TypeOf("HmacKit.EngineMetrics, HmacKit"), null);
        Call(TypeOf("HmacKit.AspNetCore.HmacKitMetrics, HmacKit.AspNetCore"), factory);
        Call(TypeOf("HmacKit.Webhooks.WebhookMetrics, HmacKit.Webhooks"), factory);
        listener.RecordObservableInstruments();
        return [.. found.Values.Select(item => new Measured(item.Instrument, [.. item.Tags], item.Texts.Count)).OrderBy(item => item.Instrument.Name, StringComparer.Ordinal)];

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (found)
            {
                foreach (KeyValuePair<string, object?> tag in tags)
                {
                    found[instrument.Name].Tags.Add(tag.Key);
                }
            }
        }
    }

    private static Type TypeOf(string name) => Type.GetType(name, throwOnError: true)!;

    private static void Call(Type type, IMeterFactory? factory)
    {
        object? target = factory is null ? null : Activator.CreateInstance(type, factory);
        BindingFlags flags = BindingFlags.Public | BindingFlags.DeclaredOnly | (factory is null ? BindingFlags.Static : BindingFlags.Instance);
        foreach (MethodInfo method in type.GetMethods(flags).Where(method => method.ReturnType == typeof(void) && !method.IsSpecialName))
        {
            method.Invoke(target, [.. method.GetParameters().Select(Sample)]);
        }
    }

    private static object? Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        { } type when type == typeof(string) => "sample",
        { } type when type == typeof(int) => 1,
        { } type when type == typeof(object) => new object(),
        { } type when type == typeof(Func<object, (string, bool)>) => (Func<object, (string, bool)>)(_ => ("sample", true)),
        { } type when type == typeof(Func<object, long>) => (Func<object, long>)(_ => 1L),
        { IsByRef: true } type => Activator.CreateInstance(type.GetElementType()!),
        { IsValueType: true } type => Activator.CreateInstance(type),
        _ => throw new InvalidOperationException($"no sample for {parameter}"),
    };

    [GeneratedRegex("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+")]
    public static partial Regex WellFormed();

    /// <summary>One instrument, the tags that it was given, and how many different things are said of it.</summary>
    internal sealed record Measured(Instrument Instrument, string[] Tags, int Texts);
}
