namespace HmacKit;

/// <summary>Looks keys up in a source, for no longer than its limit.</summary>
internal sealed class KeyLookup(IKeySource source, TimeSpan timeout, TimeProvider time)
{
    public IKeySource Source => source;

    /// <summary>The ring of a key id; null if there is none. Throws what the source throws, and <see cref="TimeoutException"/>.</summary>
    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        ValueTask<KeyRing?> lookup = source.FindAsync(keyId, cancellationToken);
        return lookup.IsCompleted ? lookup : WithinTimeAsync(lookup, cancellationToken);
    }

    private async ValueTask<KeyRing?> WithinTimeAsync(ValueTask<KeyRing?> lookup, CancellationToken cancellationToken)
    {
        Task<KeyRing?> task = lookup.AsTask();
        try
        {
            return await task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch when (!task.IsCompleted)
        {
            // A source that heeds no cancellation is left behind, and nobody else looks at how it ends.
            _ = task.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
