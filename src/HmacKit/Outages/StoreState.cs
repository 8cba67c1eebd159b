namespace HmacKit;

/// <summary>How a guarded store is, for health checks.</summary>
public enum StoreState
{
    /// <summary>The store is away, and nothing that needs it is accepted.</summary>
    Unavailable,

    /// <summary>The store is away, and this process goes by its own memory for a while.</summary>
    InFallback,

    /// <summary>The store answers, or nobody has asked it yet.</summary>
    Available,
}
