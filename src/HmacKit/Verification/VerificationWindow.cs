namespace HmacKit;

/// <summary>When a request of a scheme is accepted, and for how long it has to be remembered.</summary>
internal sealed class VerificationWindow
{
    private VerificationWindow(FreshnessRule? own, FreshnessRule? used)
    {
        Freshness = used;
        Retention = Length(used) > Length(own) ? Length(used) : Length(own);
        Skew = used?.MaxSkew > own?.MaxSkew ? used.MaxSkew : own?.MaxSkew ?? TimeSpan.Zero;
    }

    /// <summary>The rule that is in force; null if the scheme signs no time.</summary>
    public FreshnessRule? Freshness { get; }

    /// <summary>How long a claim is held: as the wider window needs, since another verifier with the scheme's own one may share the store.</summary>
    public TimeSpan Retention { get; }

    /// <summary>How far ahead of the clock a claim's time may be, by the wider window too.</summary>
    public TimeSpan Skew { get; }

    /// <summary>The scheme's window, or the one that a verifier is told to take.</summary>
    /// <exception cref="ArgumentException">The scheme signs no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is out of bounds.</exception>
    public static VerificationWindow Of(SignatureScheme scheme, VerifierOptions options)
    {
        if (options.MaxAge is null && options.MaxSkew is null)
        {
            return new(scheme.Freshness, scheme.Freshness);
        }

        if (scheme.Freshness is not { } own)
        {
            throw new ArgumentException($"Scheme '{scheme.Name}' signs no time, so it can't have a window.", nameof(options));
        }

        var used = new FreshnessRule(own.Format, options.MaxAge ?? own.MaxAge, options.MaxSkew ?? own.MaxSkew);
        return used.IsValid
            ? new(own, used)
            : throw new ArgumentOutOfRangeException(nameof(options), $"A window is over zero and at most {FreshnessRule.MaxWindow.TotalHours} hours on each side.");
    }

    private static TimeSpan Length(FreshnessRule? rule) => rule is null ? TimeSpan.Zero : rule.MaxAge + rule.MaxSkew;
}
