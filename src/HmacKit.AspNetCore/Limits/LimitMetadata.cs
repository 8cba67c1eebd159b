namespace HmacKit.AspNetCore;

/// <summary>Says of an endpoint that it is limited; for documentation.</summary>
/// <param name="policy">The name of the limits in <see cref="LimitTiers"/>; null for those of the caller's tier.</param>
/// <param name="tokens">How many tokens a call takes.</param>
public sealed class LimitMetadata(string? policy, int tokens)
{
    /// <summary>The name of the limits in <see cref="LimitTiers"/>; null for those of the caller's tier.</summary>
    public string? Policy { get; } = policy;

    /// <summary>How many tokens a call takes.</summary>
    public int Tokens { get; } = tokens;
}
