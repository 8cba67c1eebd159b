namespace HmacKit.Benchmarks;

/// <summary>Says that everything is new: the benchmarks send one request again and again, and measure no store.</summary>
internal sealed class NoReplayMemory : IReplayStore
{
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
        new(ReplayOutcome.Added);
}
