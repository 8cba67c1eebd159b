namespace HmacKit;

/// <summary>How a store is. The default value is "unhealthy".</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Description">What is wrong and how to mend it, or what was found. Never a secret or a connection string.</param>
public readonly record struct StoreHealth(StoreHealthStatus Status, string? Description)
{
    /// <summary>All is well.</summary>
    public static StoreHealth Healthy(string? description = null) => new(StoreHealthStatus.Healthy, description);

    /// <summary>It works, but not as it should.</summary>
    public static StoreHealth Degraded(string description) => new(StoreHealthStatus.Degraded, description);

    /// <summary>It doesn't work.</summary>
    public static StoreHealth Unhealthy(string description) => new(StoreHealthStatus.Unhealthy, description);
}
