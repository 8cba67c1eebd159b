using HmacKit;
using HmacKit.Sqlite;
using Providers.Store;

namespace Providers.Audit;

/// <summary>Where the trail is kept.</summary>
internal static class ActivityTrail
{
    /// <summary>Adds the trail. <c>Audit:Path</c> of the settings is its file; without it, it lies beside the providers' database.</summary>
    public static HmacKitBuilder UseActivity(this HmacKitBuilder hmac, IConfiguration configuration)
    {
        hmac.Services.AddSingleton<Activity>();
        return hmac.AddAudit(provider => new SqliteAuditStore(
            configuration["Audit:Path"] is { Length: > 0 } path ? path : provider.GetRequiredService<ProviderDatabase>().PathBeside(".audit")));
    }
}
