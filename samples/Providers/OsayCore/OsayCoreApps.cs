using Microsoft.Extensions.Primitives;
using Providers.Diagnostics;

namespace Providers.OsayCore;

/// <summary>The applications by the id of their key. An edit of the settings counts from the next request on; one with a fault in it changes nothing.</summary>
internal sealed class OsayCoreApps : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ILogger<OsayCoreApps> _logger;
    private readonly IDisposable _watch;
    private volatile Dictionary<string, OsayCoreApp> _apps;

    public OsayCoreApps(IConfiguration configuration, ILogger<OsayCoreApps> logger)
    {
        _configuration = configuration;
        _logger = logger;
        _apps = Read();
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The application whose signature let this request through.</summary>
    public OsayCoreApp Of(HttpContext context)
    {
        string keyId = context.GetVerification().KeyId ?? "";
        return _apps.TryGetValue(keyId, out OsayCoreApp? app)
            ? app
            : throw new InvalidOperationException($"The settings have a key '{keyId}' in HmacKit:osaycore, but no application of that name in OsayCore:Apps.");
    }

    public void Dispose() => _watch.Dispose();

    private void Reload()
    {
        try
        {
            _apps = Read();
        }
        catch (InvalidOperationException fault)
        {
            Log.AppsNotRead(_logger, fault.Message);
        }
    }

    private Dictionary<string, OsayCoreApp> Read()
    {
        Dictionary<string, OsayCoreApp> apps = new(_configuration.GetSection("OsayCore:Apps").Get<Dictionary<string, OsayCoreApp>>() ?? [], StringComparer.Ordinal);
        foreach ((string key, OsayCoreApp app) in apps)
        {
            if (app.Features.FirstOrDefault(static feature => feature.Value.Percentage is < 0 or > 100) is { Key: { } feature })
            {
                throw new InvalidOperationException($"OsayCore:Apps:{key}:Features:{feature}:Percentage is from 0 to 100.");
            }

            if (app.RedirectUris.FirstOrDefault(static uri => !Uri.TryCreate(uri, UriKind.Absolute, out _)) is { } redirect)
            {
                throw new InvalidOperationException($"OsayCore:Apps:{key}:RedirectUris has '{redirect}', which is no address.");
            }
        }

        return apps;
    }
}
