namespace HmacKit;

/// <summary>The verdict of a <see cref="StoreHealthCheck"/>.</summary>
public enum StoreHealthStatus
{
    /// <summary>The store doesn't work: what needs it is refused. The default: no answer is never a yes.</summary>
    Unhealthy,

    /// <summary>The store works, but a promise isn't kept, such as while memory stands in for it, or when it may evict what it should remember.</summary>
    Degraded,

    /// <summary>All is well.</summary>
    Healthy,
}
