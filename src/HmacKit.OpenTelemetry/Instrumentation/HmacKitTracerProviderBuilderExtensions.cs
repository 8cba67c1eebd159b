using HmacKit;

namespace OpenTelemetry.Trace;

/// <summary>HmacKit in a <see cref="TracerProviderBuilder"/>.</summary>
public static class HmacKitTracerProviderBuilderExtensions
{
    /// <summary>
    /// Collects HmacKit's activities: verifications, and webhooks that are handled and delivered. Their parents are the server's own, so add
    /// these too (<c>AddSource("Microsoft.AspNetCore")</c>, or the instrumentation of ASP.NET Core): without them nothing is sampled.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static TracerProviderBuilder AddHmacKitInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(HmacKitTelemetry.ActivitySourceName);
    }
}
