using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>The gates of an application, one per scheme that an endpoint asks for.</summary>
internal sealed class SignatureGates(IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, SignatureGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The gate of a scheme, for an endpoint that asks for one.</summary>
    public static SignatureGate Find(HttpContext context, string scheme)
    {
        SignatureGates gates = context.RequestServices.GetService<SignatureGates>()
            ?? throw new InvalidOperationException($"An endpoint requires signatures of scheme '{scheme}': call ForWeb() in services.AddHmacKit(hmac => hmac.AddScheme(…).ForWeb()).");
        return gates.Get(scheme);
    }

    public SignatureGate Get(string scheme) => _gates.TryGetValue(scheme, out SignatureGate? gate) ? gate : _gates.GetOrAdd(scheme, Create);

    private SignatureGate Create(string scheme)
    {
        RequestVerifier verifier = services.GetKeyedService<RequestVerifier>(scheme)
            ?? throw new InvalidOperationException($"An endpoint requires signatures of scheme '{scheme}', which isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)).");
        SignatureOptions options = services.GetRequiredService<IOptionsMonitor<SignatureOptions>>().Get(scheme);
        if (options.PublicPathPrefix is { } prefix && (!prefix.StartsWith('/') || prefix.EndsWith('/') || prefix.Contains('?')))
        {
            throw new InvalidOperationException($"SignatureOptions.PublicPathPrefix of scheme '{scheme}' is '{prefix}': write it as clients send it, beginning with a slash and not ending with one, such as /gateway.");
        }

        if (verifier.Scheme.NeedsOrigin && options.PublicOrigin is null)
        {
            throw new InvalidOperationException($"Scheme '{scheme}' signs the host: set SignatureOptions.PublicOrigin to the address that its clients use, such as https://api.example.com.");
        }

        return new SignatureGate(
            scheme,
            verifier,
            options,
            services.GetRequiredService<HmacKitMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category),
            services.GetRequiredService<RefusalDiagnosis>());
    }
}
