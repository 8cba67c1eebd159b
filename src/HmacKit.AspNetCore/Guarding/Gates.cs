using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>The gates of an application, each made when somebody asks for it by its kind and name.</summary>
internal sealed class Gates(IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, object> _gates = new(StringComparer.Ordinal);
    private readonly GateServices _shared = new(
        services.GetRequiredService<HmacKitMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category),
        services.GetRequiredService<IOptions<TransportOptions>>().Value.RequireHttps,
        services.GetService<AuditTrail>());

    /// <summary>The gates, for an endpoint or a pipeline that asks for one.</summary>
    /// <exception cref="InvalidOperationException">They aren't in the services.</exception>
    public static Gates Of(IServiceProvider services) => services.GetService<Gates>()
        ?? throw new InvalidOperationException("An endpoint has a requirement of HmacKit, which isn't registered: call services.AddHmacKit(hmac => …) in a project that references HmacKit.AspNetCore.");

    /// <summary>The gate of a signature scheme.</summary>
    public SignatureGate Signature(string scheme) => Get(scheme, name => SignatureGate.Create(name, OptionsOf<SignatureOptions>(name), _shared, services));

    /// <summary>The gate of API keys with the settings of a name.</summary>
    public ApiKeyGate ApiKey(string name) => Get(name, key => ApiKeyGate.Create(key, OptionsOf<ApiKeyOptions>(key), _shared, services));

    /// <summary>The gate of user tokens with the settings of a name.</summary>
    public UserTokenGate UserToken(string name) => Get(name, key => UserTokenGate.Create(key, OptionsOf<RequireUserTokenOptions>(key), _shared));

    /// <summary>The gate of all limits.</summary>
    public LimitGate Limit() => Get("", _ => LimitGate.Create(services.GetRequiredService<IOptions<LimitResponseOptions>>().Value, _shared, services));

    private TOptions OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(string name)
        where TOptions : class => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);

    // One text as the key, since the runtime would have to compile a dictionary of a pair of values, and there is one when the application starts.
    private TGate Get<TGate>(string name, Func<string, TGate> create)
        where TGate : class
    {
        string key = $"{typeof(TGate).Name} {name}";
        return _gates.TryGetValue(key, out object? gate) ? (TGate)gate : (TGate)_gates.GetOrAdd(key, create(name));
    }
}
