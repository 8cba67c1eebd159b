namespace HmacKit;

/// <summary>
/// Sends claims as soon as one of a few senders is free, and what has come meanwhile together: under load a commit serves
/// many claims, and when there are few callers none of them waits for another one.
/// </summary>
internal sealed class ClaimBatches(string store, int maxBatch, int maxSenders, Func<PendingClaim[], Task> send)
{
    /// <summary>How many may wait: at the rate of a slow server over a second. Beyond that it is better to say so at once.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Queue<PendingClaim> _waiting = new();
    private readonly Lock _gate = new();
    private int _senders;

    public ValueTask<ReplayOutcome> AddAsync(StoredClaim stored, CancellationToken cancellationToken)
    {
        var claim = new PendingClaim(stored);
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                throw new InvalidOperationException($"{MaxWaiting} claims wait for '{store}' already: it is too slow for the rate of requests.");
            }

            _waiting.Enqueue(claim);
            if (_senders == maxSenders)
            {
                return claim.WaitAsync(cancellationToken);
            }

            _senders++;
        }

        _ = SendAsync();
        return claim.WaitAsync(cancellationToken);
    }

    private async Task SendAsync()
    {
        while (Next() is { Length: > 0 } batch)
        {
            try
            {
                await send(batch).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                foreach (PendingClaim claim in batch)
                {
                    claim.Fail(exception);
                }
            }
        }
    }

    /// <summary>What is to be sent next; nothing, and one sender less, if nothing waits.</summary>
    private PendingClaim[] Next()
    {
        lock (_gate)
        {
            var batch = new List<PendingClaim>(Math.Min(_waiting.Count, maxBatch));
            while (batch.Count < maxBatch && _waiting.TryDequeue(out PendingClaim? claim))
            {
                if (!claim.IsAbandoned)
                {
                    batch.Add(claim);
                }
            }

            _senders -= batch.Count == 0 ? 1 : 0;
            return [.. batch];
        }
    }
}
