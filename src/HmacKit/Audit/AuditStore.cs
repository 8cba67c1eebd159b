namespace HmacKit;

/// <summary>
/// Where an audit trail is kept: a list that only grows at its end, and shrinks only at its beginning when time is over. Derive from it for a
/// database. A failure is an exception; <see cref="AuditTrail"/> tries again.
/// </summary>
public abstract class AuditStore
{
    /// <summary>
    /// Appends rows in one atomic step, which no other process comes between: reads the last row's line, has the rows made that follow it, and writes them. They
    /// are lasting when this is done.
    /// </summary>
    /// <param name="chain">Makes the rows; it is given the last row's line, or null if there is none yet.</param>
    /// <param name="cancellationToken">Ends the call; then nothing was appended.</param>
    public abstract Task AppendAsync(Func<string?, IReadOnlyList<AuditRow>> chain, CancellationToken cancellationToken = default);

    /// <summary>The lines in their order.</summary>
    /// <param name="after">The number after which to begin; zero for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract IAsyncEnumerable<string> ReadAsync(long after = 0, CancellationToken cancellationToken = default);

    /// <summary>Forgets the oldest rows, and never the last one, which the next one refers to.</summary>
    /// <param name="before">Rows that were written down before this time.</param>
    /// <param name="most">How many at once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were forgotten.</returns>
    public abstract Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default);
}
