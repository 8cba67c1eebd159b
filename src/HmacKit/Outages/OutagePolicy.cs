namespace HmacKit;

/// <summary>What a guarded store answers while the store behind it is away.</summary>
public enum OutagePolicy
{
    /// <summary>Nothing is accepted: <see cref="ReplayOutcome.Unavailable"/> or <see cref="LimitStatus.Unavailable"/>, over HTTP a 503. The default.</summary>
    FailClosed,

    /// <summary>
    /// For a bounded time this process goes by its own memory, which no other process shares. Two processes may then accept one
    /// message, and a caller has a budget with each of them.
    /// </summary>
    FallBackToMemory,
}
