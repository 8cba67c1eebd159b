using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// Claims that a process accepted by itself while the store was away, and that the store is told of when it is back, so that
/// no other process accepts them afterwards. Bounded; what doesn't fit is given up, and said.
/// </summary>
internal sealed class OwedClaims(IReplayStore store, StoreOutage outage, ILogger? logger)
{
    // A claim holds on to the header that it came from.
    private const int MaxCount = 100_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly ConcurrentQueue<ReplayClaim> _claims = new();
    private int _count;
    private int _givenUp;
    private int _isRunning;

    public void Add(in ReplayClaim claim)
    {
        if (Interlocked.Increment(ref _count) <= MaxCount)
        {
            _claims.Enqueue(claim);
        }
        else
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _givenUp);
        }
    }

    /// <summary>Tells the store, in the background. What it doesn't take before it fails again is kept for its next return.</summary>
    public void MakeGood()
    {
        if (Volatile.Read(ref _count) > 0 && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            _ = Task.Run(MakeGoodAsync);
        }
    }

    private async Task MakeGoodAsync()
    {
        int told = 0;
        int twice = 0;
        while (_claims.TryPeek(out ReplayClaim claim))
        {
            ReplayOutcome outcome = claim.Expires <= outage.Time.GetUtcNow() ? ReplayOutcome.Added : await TellAsync(claim).ConfigureAwait(false);
            if (outcome is not (ReplayOutcome.Unavailable or ReplayOutcome.Full))
            {
                // Only this loop takes out, so it's the one that was looked at.
                _claims.TryDequeue(out _);
                Interlocked.Decrement(ref _count);
                told++;
                twice += outcome == ReplayOutcome.Seen ? 1 : 0;
            }
            else if (outage.State == StoreState.Available)
            {
                await Task.Delay(Pause, outage.Time).ConfigureAwait(false);
            }
            else
            {
                break;
            }
        }

        Report(told, twice);
        Volatile.Write(ref _isRunning, 0);
        if (outage.State == StoreState.Available)
        {
            // What came in after the last look, from a call that saw the store away.
            MakeGood();
        }
    }

    private void Report(int told, int twice)
    {
        int givenUp = Interlocked.Exchange(ref _givenUp, 0);
        EngineMetrics.AcceptedTwice(outage.Name, twice);
        if (twice > 0 || givenUp > 0)
        {
            Log.FallbackClaimsDoubtful(_logger, outage.Name, told, twice, givenUp);
        }
        else
        {
            Log.FallbackClaimsMadeGood(_logger, outage.Name, told);
        }
    }

    private async ValueTask<ReplayOutcome> TellAsync(ReplayClaim claim)
    {
        using var timeout = new CancellationTokenSource(outage.Timeout, outage.Time);
        Task<ReplayOutcome>? asked = null;
        try
        {
            asked = store.TryAddAsync(claim, timeout.Token).AsTask();
            return await asked.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            _ = asked?.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return ReplayOutcome.Unavailable;
        }
    }
}
