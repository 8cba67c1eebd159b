using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>The API-key gates of an application, one per name.</summary>
internal sealed class ApiKeyGates(IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, ApiKeyGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The gate of a name, for an endpoint that asks for one.</summary>
    public static ApiKeyGate Find(HttpContext context, string name)
    {
        ApiKeyGates gates = context.RequestServices.GetService<ApiKeyGates>()
            ?? throw new InvalidOperationException("An endpoint requires API keys: call ForWeb() in services.AddHmacKit(hmac => hmac.AddApiKeys().ForWeb()).");
        return gates.Get(name);
    }

    public ApiKeyGate Get(string name) => _gates.TryGetValue(name, out ApiKeyGate? gate) ? gate : _gates.GetOrAdd(name, Create);

    /// <summary>The settings of a name.</summary>
    public ApiKeyAuthenticationOptions OptionsOf(string name) => services.GetRequiredService<IOptionsMonitor<ApiKeyAuthenticationOptions>>().Get(name);

    private ApiKeyGate Create(string name) => new(
        name,
        services.GetService<ApiKeyVerifier>()
            ?? throw new InvalidOperationException("An endpoint requires API keys, which aren't registered: call services.AddHmacKit(hmac => hmac.AddApiKeys())."),
        OptionsOf(name),
        services.GetRequiredService<HmacKitMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category));
}
