namespace HmacKit;

/// <summary>Tells the instruments of decisions. Each is told where it is made, in the store, so that none is told twice.</summary>
internal static class CountedDecisions
{
    /// <summary>The same decision, counted if anybody listens.</summary>
    public static LimitDecision Counted(this in LimitDecision decision)
    {
        if (EngineMetrics.CountsLimitDecisions)
        {
            EngineMetrics.LimitDecided(decision.Binding?.Name ?? "none", NameOf(decision.Status));
        }

        return decision;
    }

    private static string NameOf(LimitStatus status) => status switch
    {
        LimitStatus.Allowed => "allowed",
        LimitStatus.Exhausted => "exhausted",
        LimitStatus.OverCapacity => "over_capacity",
        LimitStatus.StoreFull => "store_full",
        LimitStatus.UnknownTier => "unknown_tier",
        _ => "unavailable",
    };
}
