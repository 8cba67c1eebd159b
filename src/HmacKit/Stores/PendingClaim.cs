namespace HmacKit;

/// <summary>A claim that waits to be sent, or for its answer.</summary>
internal sealed class PendingClaim(StoredClaim claim)
{
    private readonly TaskCompletionSource<ReplayOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAbandoned;

    public StoredClaim Claim => claim;

    /// <summary>Nobody waits any more, so it needn't be sent: a value that nobody uses stays free.</summary>
    public bool IsAbandoned => _isAbandoned;

    public async ValueTask<ReplayOutcome> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _isAbandoned = true;
            throw;
        }
    }

    public void Answer(ReplayOutcome outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception exception)
    {
        _answer.TrySetException(exception);

        // Everybody may have stopped waiting; then nobody else looks at it.
        _ = _answer.Task.Exception;
    }
}
