namespace HmacKit.Benchmarks;

/// <summary>HmacKit's own store, called as a verifier calls it.</summary>
internal sealed class StoreCandidate : ReplayCandidate
{
    private readonly MemoryReplayStore _store;

    public StoreCandidate(int live)
        : base(live) => _store = new MemoryReplayStore(new() { Capacity = live, TimeProvider = Clock });

    public override bool TryAdd(string nonce, DateTimeOffset signedAt)
    {
        ValueTask<ReplayOutcome> outcome = _store.TryAddAsync(new ReplayClaim("theone", "client-1", nonce, signedAt, signedAt + Window));
        return outcome.IsCompletedSuccessfully && outcome.Result switch
        {
            ReplayOutcome.Added => true,
            ReplayOutcome.Seen => false,
            var other => throw new InvalidOperationException($"The store says {other}."),
        };
    }
}
