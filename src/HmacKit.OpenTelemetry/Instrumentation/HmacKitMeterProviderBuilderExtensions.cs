using HmacKit;

namespace OpenTelemetry.Metrics;

/// <summary>HmacKit in a <see cref="MeterProviderBuilder"/>.</summary>
public static class HmacKitMeterProviderBuilderExtensions
{
    /// <summary>
    /// Collects what HmacKit measures: the meter <see cref="HmacKitTelemetry.MeterName"/>, of all its packages. Durations are in seconds and
    /// come with the bounds of their buckets, so that no view is needed.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static MeterProviderBuilder AddHmacKitInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(HmacKitTelemetry.MeterName);
    }
}
