namespace HmacKit;

/// <summary>
/// A port to the token buckets of callers: in this process (<see cref="MemoryTokenBuckets"/>), or in a server that
/// many processes share. It has one operation, which is atomic: looking first and taking later lets too many through.
/// </summary>
/// <remarks>
/// A bucket belongs to a caller and a limit, and the limit is its numbers and its name: if a caller's tier changes,
/// or its numbers do, the caller starts with a full bucket under the new one.
/// </remarks>
public interface ITokenBucketStore
{
    /// <summary>Takes tokens under all limits, if they are there under each; else none under any.</summary>
    /// <param name="caller">
    /// Who is asking: before authentication an address, after it the id of the key that matched. Never an id that the
    /// request only claims: a stranger could use up somebody's tokens.
    /// </param>
    /// <param name="limits">The limits to keep.</param>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The decision. A failure is a <see cref="LimitStatus"/>, not an exception.</returns>
    ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default);
}
