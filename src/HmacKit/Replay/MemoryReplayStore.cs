namespace HmacKit;

/// <summary>placeholder</summary>
public sealed class MemoryReplayStore : IReplayStore
{
    private readonly HashSet<string> _seen = new();
    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        Span<byte> b = stackalloc byte[ReplayClaim.MaxBytes];
        int n = claim.CopyTo(b);
        lock (_seen) { return new(_seen.Add(Convert.ToHexString(b[..n])) ? ReplayOutcome.Added : ReplayOutcome.Seen); }
    }
}
