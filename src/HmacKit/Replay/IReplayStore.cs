namespace HmacKit;

/// <summary>
/// A port to the memory of what was used. It has one operation, which is atomic: asking first and storing later lets
/// two copies of a request through.
/// </summary>
public interface IReplayStore
{
    /// <summary>The longest that a claim can be held; without limit by default. A verifier with a longer window than that can't be made.</summary>
    TimeSpan MaxRetention => TimeSpan.MaxValue;

    /// <summary>Remembers the claim until it expires, unless it is remembered already.</summary>
    /// <param name="claim">The claim. It is made only for a request whose signature was right.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see cref="ReplayOutcome.Added"/> for exactly one of any number of equal claims. A failure is an outcome, not an exception.</returns>
    ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default);
}
