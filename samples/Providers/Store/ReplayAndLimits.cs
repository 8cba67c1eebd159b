using HmacKit;

namespace Providers.Store;

/// <summary>Where nonces, budgets and issued keys are: in memory, or in a server that several hosts share.</summary>
internal static class ReplayAndLimits
{
    /// <summary>The setting with the kind of store: <c>--store redis --store-connection 127.0.0.1:6379</c>.</summary>
    public const string Kind = "store";

    /// <summary>The setting that says where it is.</summary>
    public const string Connection = "store-connection";

    /// <summary>The setting that says how far the clocks of the hosts may differ: <c>--store-clock-difference 00:00:01</c>.</summary>
    public const string ClockDifference = "store-clock-difference";

    /// <summary>The connection string of the PostgreSQL that the hosts share; null if they share none.</summary>
    public static string? PostgresOf(IConfiguration settings) =>
        settings[Kind] == "postgres" ? settings[Connection] ?? "Host=127.0.0.1;Username=postgres;Database=postgres" : null;

    public static HmacKitBuilder UseStore(this HmacKitBuilder hmac, ConfigurationManager settings) => settings[Kind] switch
    {
        null or "" or "memory" => hmac,
        "sqlite" => hmac.UseSqlite(settings[Connection] ?? "hmackit.db"),
        "redis" => hmac.UseRedis(settings[Connection] ?? "127.0.0.1:6379", options =>
            options.MaxClockDifference = settings.GetValue(ClockDifference, options.MaxClockDifference)),
        "postgres" => hmac.UsePostgres(PostgresOf(settings)!),
        { } other => throw new InvalidOperationException($"There is no store '{other}': --{Kind} takes memory, sqlite, redis and postgres."),
    };
}
