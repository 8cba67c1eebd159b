// What the code on tests of one's own store may use without showing where it comes from.
internal sealed class MyReplayStore(TimeProvider time) : IReplayStore
{
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
        new(claim.Expires > time.GetUtcNow() ? ReplayOutcome.Added : ReplayOutcome.Seen);
}
