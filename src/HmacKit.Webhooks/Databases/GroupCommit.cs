namespace HmacKit.Webhooks;

/// <summary>
/// Writes what waits at the same time in one transaction: under load a commit serves many, and when there are few callers none of them waits for
/// another one.
/// </summary>
internal sealed class GroupCommit<TItem, TResult>(string what, int maxBatch, int maxSenders, Func<IReadOnlyList<TItem>, Task<TResult[]>> write)
{
    /// <summary>How many may wait. Beyond that it is better to say so at once.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Queue<(TItem Item, TaskCompletionSource<TResult> Answer)> _waiting = new();
    private readonly Lock _gate = new();
    private int _senders;

    /// <summary>Writes an item; complete when it is on the disk.</summary>
    /// <exception cref="InvalidOperationException">Too much is waiting.</exception>
    public Task<TResult> AddAsync(TItem item)
    {
        var answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                throw new InvalidOperationException($"{MaxWaiting} {what} wait for the database already: it is too slow for the rate at which they come.");
            }

            _waiting.Enqueue((item, answer));
            if (_senders == maxSenders)
            {
                return answer.Task;
            }

            _senders++;
        }

        _ = Task.Run(SendAsync);
        return answer.Task;
    }

    private async Task SendAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                TResult[] results = await write(batch.ConvertAll(static waiting => waiting.Item)).ConfigureAwait(false);
                for (int i = 0; i < batch.Count; i++)
                {
                    batch[i].Answer.TrySetResult(results[i]);
                }
            }
            catch (Exception exception)
            {
                foreach ((_, TaskCompletionSource<TResult> answer) in batch)
                {
                    answer.TrySetException(exception);
                }
            }
        }
    }

    /// <summary>What is to be written next; nothing, and one sender less, if nothing waits.</summary>
    private List<(TItem Item, TaskCompletionSource<TResult> Answer)> Next()
    {
        lock (_gate)
        {
            var batch = new List<(TItem, TaskCompletionSource<TResult>)>(Math.Min(_waiting.Count, maxBatch));
            while (batch.Count < maxBatch && _waiting.TryDequeue(out (TItem, TaskCompletionSource<TResult>) next))
            {
                batch.Add(next);
            }

            _senders -= batch.Count == 0 ? 1 : 0;
            return batch;
        }
    }
}
