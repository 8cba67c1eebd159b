using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// A replay memory in a database, where waiting for the disk is what costs: claims that wait at the same time are written together.
/// Derive from it for a database of your own. It throws if the database doesn't answer; <see cref="SharedStores"/> makes an outcome of that.
/// </summary>
/// <remarks>A claim whose answer was lost may have been made: sent again, it is refused.</remarks>
public abstract class BatchedReplayStore : IReplayStore, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    // Long after every caller has given up: it only keeps a server that has stopped from holding the senders for ever.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    private const int Attempts = 5;

    private readonly string _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClaimBatches _batches;
    private readonly Lock _gate = new();
    private Task _forgetting = Task.CompletedTask;
    private long _lastForgotten;

    /// <summary>A store.</summary>
    /// <param name="store">What it is called in the log and in messages, such as <c>postgres</c>.</param>
    /// <param name="maxBatch">How many claims are written together at most.</param>
    /// <param name="maxSenders">How many batches are under way at the same time at most.</param>
    /// <param name="time">Where the time comes from: the clock of the verifiers.</param>
    /// <param name="logger">Where it is logged that what has expired couldn't be forgotten; nowhere by default.</param>
    protected BatchedReplayStore(string store, int maxBatch, int maxSenders, TimeProvider time, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _time = time;
        _logger = logger ?? NullLogger.Instance;
        _batches = new ClaimBatches(store, maxBatch, maxSenders, SendAsync);
        _lastForgotten = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public virtual TimeSpan MaxRetention => TimeSpan.MaxValue;

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="ReplayOutcome.Seen"/> is also the answer to a claim that has expired, and <see cref="ReplayOutcome.Full"/> to
    /// one that would have to be held for longer than <see cref="MaxRetention"/>.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The call was ended; the claim may have been made.</exception>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        DateTimeOffset now = _time.GetUtcNow();
        if (claim.Expires <= now)
        {
            return new(ReplayOutcome.Seen);
        }

        if (claim.Expires - now > MaxRetention)
        {
            return new(ReplayOutcome.Full);
        }

        ForgetNowAndThen();
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        claim.CopyDigestTo(digest);
        return AddAsync(new StoredClaim(digest, MillisecondsUp(claim.Expires)), cancellationToken);
    }

    /// <summary>Waits for what runs beside the requests.</summary>
    public async ValueTask DisposeAsync()
    {
        Task forgetting;
        lock (_gate)
        {
            forgetting = _forgetting;
        }

        await forgetting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeOwnAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets what has expired, once for all who ask at one time.</summary>
    protected Task ForgetAsync()
    {
        lock (_gate)
        {
            return _forgetting.IsCompleted ? _forgetting = RunAsync() : _forgetting;
        }

        async Task RunAsync()
        {
            _lastForgotten = _time.GetTimestamp();
            await ForgetCoreAsync(_time.GetUtcNow().ToUnixTimeMilliseconds()).ConfigureAwait(false);
        }
    }

    /// <summary>Makes claims in one atomic step each, all of them on the disk before this is complete.</summary>
    /// <param name="claims">The claims; the same one may be there twice.</param>
    /// <param name="outcomes">Filled in: for exactly one of any number of equal claims <see cref="ReplayOutcome.Added"/>, for those that expire at or before what was forgotten <see cref="ReplayOutcome.Seen"/>.</param>
    /// <param name="now">The time, in milliseconds since 1970.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract Task ClaimAsync(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets what had expired a while ago. It is called about once a minute beside the claims, and before a claim that was <see cref="ReplayOutcome.Full"/>
    /// is made once more. From then on the store refuses whatever expires as early.
    /// </summary>
    /// <param name="now">The time, in milliseconds since 1970.</param>
    protected virtual Task ForgetCoreAsync(long now) => Task.CompletedTask;

    /// <summary>Whether what <see cref="ClaimAsync"/> threw means that it was undone as a whole, such as for a deadlock: then it is tried again, five times in all. False by default.</summary>
    /// <param name="exception">What was thrown.</param>
    protected virtual bool IsUndone(Exception exception) => false;

    /// <summary>Gives back what the derived class holds.</summary>
    protected virtual ValueTask DisposeOwnAsync() => default;

    // Up, so that no claim is forgotten in the last millisecond of its life.
    private static long MillisecondsUp(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private async ValueTask<ReplayOutcome> AddAsync(StoredClaim claim, CancellationToken cancellationToken)
    {
        ReplayOutcome outcome = await _batches.AddAsync(claim, cancellationToken).ConfigureAwait(false);
        if (outcome != ReplayOutcome.Full)
        {
            return outcome;
        }

        await ForgetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _batches.AddAsync(claim, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(PendingClaim[] batch)
    {
        using var timeout = new CancellationTokenSource(SendTimeout);
        var outcomes = new ReplayOutcome[batch.Length];
        await TryClaimAsync(Array.ConvertAll(batch, static pending => pending.Claim), outcomes, timeout.Token).ConfigureAwait(false);
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i].Answer(outcomes[i]);
        }
    }

    private async Task TryClaimAsync(StoredClaim[] claims, ReplayOutcome[] outcomes, CancellationToken timeout)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await ClaimAsync(claims, outcomes, _time.GetUtcNow().ToUnixTimeMilliseconds(), timeout).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"'{_store}' didn't answer within {SendTimeout.TotalSeconds} s.", exception);
            }
            catch (Exception exception) when (attempt < Attempts && IsUndone(exception))
            {
                // Once more.
            }
        }
    }

    private void ForgetNowAndThen()
    {
        long last = Volatile.Read(ref _lastForgotten);
        if (_time.GetElapsedTime(last) >= ForgetInterval && Interlocked.CompareExchange(ref _lastForgotten, _time.GetTimestamp(), last) == last)
        {
            _ = ForgetOrLogAsync();
        }
    }

    private async Task ForgetOrLogAsync()
    {
        try
        {
            await ForgetAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.ClaimsNotForgotten(_logger, exception, _store);
        }
    }
}
