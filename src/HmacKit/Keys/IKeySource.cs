namespace HmacKit;

/// <summary>
/// A port to wherever keys are kept. Implementations are safe to call from many threads, answer from memory where
/// they can, and never take an unknown id for a reason to throw.
/// </summary>
public interface IKeySource
{
    /// <summary>The ring of <paramref name="keyId"/>, or null if there is none.</summary>
    /// <param name="keyId">The id as the request names it, compared exactly; empty for schemes without key ids. It comes from a stranger.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default);
}
