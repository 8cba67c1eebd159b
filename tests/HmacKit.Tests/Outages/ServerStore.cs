using HmacKit.Testing;

namespace HmacKit.Tests.Outages;

/// <summary>A store as if it were in a server: it answers at once, when the test lets it, or not at all.</summary>
internal sealed class ServerStore(ManualTimeProvider clock) : IReplayStore, ITokenBucketStore
{
    private readonly MemoryReplayStore _claims = new(new() { TimeProvider = clock });
    private readonly MemoryTokenBuckets _buckets = new(time: clock);
    private int _calls;

    /// <summary>How often it was asked.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>While it is set, calls wait for it; they have had their effect before.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>While it is set, calls fail with it and have no effect.</summary>
    public Exception? Failure { get; set; }

    /// <summary>While it is set, <see cref="Failure"/> is thrown in place of a task.</summary>
    public bool FailsAtOnce { get; set; }

    /// <summary>While it is set, this is the answer to every claim.</summary>
    public ReplayOutcome? Always { get; set; }

    public TimeSpan MaxRetention { get; init; } = TimeSpan.MaxValue;

    /// <summary>The token of the last call.</summary>
    public CancellationToken LastToken { get; private set; }

    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => Always ?? _claims.TryAdd(claim), cancellationToken);

    public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _buckets.Take(caller, limits, tokens), cancellationToken);

    private ValueTask<T> AnswerAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        LastToken = cancellationToken;
        if (Failure is { } failure)
        {
            return FailsAtOnce ? throw failure : ValueTask.FromException<T>(failure);
        }

        T answer = work();
        return Gate is { } gate ? WaitAsync(gate.Task, answer) : new(answer);
    }

    private static async ValueTask<T> WaitAsync<T>(Task gate, T answer)
    {
        await gate;
        return answer;
    }
}
