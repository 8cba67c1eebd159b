namespace HmacKit.Benchmarks;

/// <summary>HmacKit's own store, called as a verifier calls it.</summary>
internal sealed class StoreCandidate : ReplayCandidate
{
    /// <summary>One key alone can't fill the store: each gets a share.</summary>
    private static readonly string[] KeyIds = [.. Enumerable.Range(0, 256).Select(static number => $"client-{number}")];

    private readonly MemoryReplayStore _store;

    public StoreCandidate(int live)
        : base(live) => _store = new MemoryReplayStore(new() { Capacity = live, TimeProvider = Clock });

    public override bool TryAdd(string nonce, DateTimeOffset signedAt)
    {
        string keyId = KeyIds[((nonce[^1] * 31) + nonce[^2]) & 255];
        ValueTask<ReplayOutcome> outcome = _store.TryAddAsync(new ReplayClaim("theone", keyId, nonce, signedAt, signedAt + Window));
        return outcome.IsCompletedSuccessfully && outcome.Result switch
        {
            ReplayOutcome.Added => true,
            ReplayOutcome.Seen => false,
            var other => throw new InvalidOperationException($"The store says {other}."),
        };
    }
}
